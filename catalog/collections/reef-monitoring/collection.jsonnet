local reef = import '../../lib/reef.libsonnet';

reef.collection(
  'Demo reef monitoring',
  'Temperature loggers, reef outlines and surveys of a made-up Great Barrier Reef.',
  ['reef', 'temperature loggers'],
)
