local reef = import '../../lib/reef.libsonnet';

reef.collection('Benchmark', 'Made-up gridded temperature, for timing.', ['sea surface temperature'])
