{
  title: 'Reef heat',
  description: 'Heat stress, for tests.',
  license: 'CC-BY-4.0',
}
