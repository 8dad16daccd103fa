package rimrep.pipeline.publish;

import java.util.List;
import java.util.function.Predicate;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Contributors of the package as STAC providers (producer, licensor, processor, host) and contacts
/// (all other roles). One with roles of both sorts is in both.
final class People {
  private static final List<String> PROVIDER_ROLES =
      List.of("producer", "licensor", "processor", "host");

  private final ArrayNode providers = Json.mapper().createArrayNode();
  private final ArrayNode contacts = Json.mapper().createArrayNode();

  People(CompletePackage complete) {
    for (JsonNode contributor : complete.at("/contributors")) {
      add(withProvider(contributor, complete));
    }
  }

  void addTo(ObjectNode properties) {
    if (!providers.isEmpty()) {
      properties.set("providers", providers);
    }
    if (!contacts.isEmpty()) {
      properties.set("contacts", contacts);
    }
  }

  /// What the vocabulary knows of a provider, under what the package itself says.
  private static ObjectNode withProvider(JsonNode contributor, CompletePackage complete) {
    ObjectNode person = Json.mapper().createObjectNode();
    contributor
        .path("provider")
        .stringValueOpt()
        .map(id -> complete.at("/resolved/vocabulary/providers").path(id))
        .filter(JsonNode::isObject)
        .ifPresent(known -> person.setAll((ObjectNode) known.deepCopy()));
    person.setAll((ObjectNode) contributor.deepCopy());
    return person;
  }

  private void add(ObjectNode person) {
    ArrayNode asProvider = roles(person, PROVIDER_ROLES::contains);
    ArrayNode asContact = roles(person, role -> !PROVIDER_ROLES.contains(role));
    if (!asProvider.isEmpty()) {
      providers.add(provider(person, asProvider));
    }
    if (!asContact.isEmpty()) {
      contacts.add(contact(person, asContact));
    }
  }

  private static ArrayNode roles(ObjectNode person, Predicate<String> wanted) {
    ArrayNode roles = Json.mapper().createArrayNode();
    person
        .path("roles")
        .valueStream()
        .map(role -> role.stringValue(""))
        .filter(role -> !role.isEmpty())
        .filter(wanted)
        .forEach(roles::add);
    return roles;
  }

  private static ObjectNode provider(ObjectNode person, ArrayNode roles) {
    ObjectNode provider = Json.mapper().createObjectNode().put("name", name(person));
    person.path("description").stringValueOpt().ifPresent(d -> provider.put("description", d));
    provider.set("roles", roles);
    person.path("path").stringValueOpt().ifPresent(url -> provider.put("url", url));
    return provider;
  }

  private static ObjectNode contact(ObjectNode person, ArrayNode roles) {
    ObjectNode contact = Json.mapper().createObjectNode().put("name", name(person));
    person.path("organization").stringValueOpt().ifPresent(o -> contact.put("organization", o));
    person
        .path("email")
        .stringValueOpt()
        .ifPresent(email -> contact.putArray("emails").addObject().put("value", email));
    person
        .path("path")
        .stringValueOpt()
        .ifPresent(
            url -> contact.putArray("links").addObject().put("rel", "about").put("href", url));
    contact.set("roles", roles);
    return contact;
  }

  private static String name(ObjectNode person) {
    return person
        .path("title")
        .stringValueOpt()
        .or(() -> person.path("organization").stringValueOpt())
        .orElse("unnamed");
  }
}
