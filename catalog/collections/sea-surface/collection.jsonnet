local reef = import '../../lib/reef.libsonnet';

reef.collection(
  'Demo sea surface',
  'Gridded temperature and waves at the surface of a made-up Great Barrier Reef.',
  ['sea surface temperature', 'waves'],
) {
  providers+: [reef.provider('demo-ocean-institute', ['processor'])],
}
