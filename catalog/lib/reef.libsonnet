// What the collections of this catalogue share.
local providers = import '../vocab/providers.json';
local endpoints = std.extVar('endpoints');

{
  // A provider as a STAC Collection names it.
  provider(id, roles):: {
    name: providers[id].title,
    url: providers[id].path,
    roles: roles,
  },

  collection(title, description, keywords):: {
    title: title,
    description: description + '\n\nSynthetic: written by a program, never measured.',
    license: 'CC-BY-4.0',
    keywords: ['Great Barrier Reef', 'synthetic'] + keywords,
    providers: [
      $.provider('demo-reef-office', ['producer', 'licensor']),
    ],
    links: [
      { rel: 'about', href: endpoints.site, type: 'text/html', title: 'Demo Reef Office' },
    ],
  },
}
