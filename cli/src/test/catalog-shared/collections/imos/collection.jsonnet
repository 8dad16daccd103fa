{
  title: 'IMOS',
  description: 'Files of the Integrated Marine Observing System, for tests.',
  license: 'CC-BY-4.0',
}
