package rimrep.pipeline.harvest;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;

/// An XML element by local names only, for the many namespaces of ISO metadata differ while their
/// words do not. Read by StAX; a document type declaration is refused, so no entity is ever looked
/// up.
final class XmlElement {
  private static final int LARGEST_BYTES = 16 << 20;
  private static final int DEEPEST = 256;

  private final String name;
  private final String path;
  private final Map<String, String> attributes = new HashMap<>();
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private XmlElement(String name, String path) {
    this.name = name;
    this.path = path;
  }

  /// The root of a document; {@link BadInput} if it is none of ours to read.
  ///
  /// @param source what messages call it
  static XmlElement parse(String source, byte[] document) {
    if (document.length > LARGEST_BYTES) {
      throw new BadInput(
          source, document.length + " bytes", "at most " + LARGEST_BYTES, "name one record");
    }
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(document));
      try {
        return read(source, reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      String where = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNumber();
      String message = String.valueOf(e.getMessage()).replaceFirst("(?s)^.*Message: ", "");
      throw new BadInput(
          new Problem(source + where, "no XML: " + message, "an XML document", "see what it is"),
          e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private static XmlElement read(String source, XMLStreamReader reader) throws XMLStreamException {
    XmlElement document = new XmlElement("", "");
    List<XmlElement> open = new ArrayList<>(List.of(document));
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (open.size() > DEEPEST) {
            throw new BadInput(
                source, "elements " + open.size() + " deep", "a metadata record", "see what it is");
          }
          open.add(open.getLast().add(reader));
        }
        case XMLStreamConstants.END_ELEMENT -> open.removeLast();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            open.getLast().text.append(reader.getText());
        case XMLStreamConstants.DTD ->
            throw new BadInput(
                source, "a document type declaration", "XML without one", "ask the provider");
        default -> {
          // comments and processing instructions say nothing
        }
      }
    }
    return document.children.getFirst();
  }

  private XmlElement add(XMLStreamReader reader) {
    String local = reader.getLocalName();
    long same = children.stream().filter(child -> child.name.equals(local)).count();
    String position = same == 0 ? "" : "[" + (same + 1) + "]";
    XmlElement child = new XmlElement(local, path + "/" + local + position);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      child.attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    children.add(child);
    return child;
  }

  String name() {
    return name;
  }

  /// XPath by local names, for problems.
  String path() {
    return path;
  }

  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  /// Elements reached by child steps; `*` fits any name.
  Stream<XmlElement> all(String steps) {
    Stream<XmlElement> found = Stream.of(this);
    for (String step : steps.split("/")) {
      found =
          found.flatMap(element ->
              element.children.stream()
                  .filter(child -> step.equals("*") || child.name.equals(step)));
    }
    return found;
  }

  Optional<XmlElement> first(String steps) {
    return all(steps).findFirst();
  }

  /// This element and all below it, in document order.
  Stream<XmlElement> tree() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(XmlElement::tree));
  }

  /// All of that name below, in document order.
  Stream<XmlElement> below(String wanted) {
    return tree().filter(element -> element.name.equals(wanted));
  }

  /// Its own text without that of its children.
  String ownText() {
    return text.toString();
  }

  /// The text of a property such as `title`, whose value stands in a CharacterString, an Anchor, a
  /// date, a URL… or in the element itself; without translations.
  String value() {
    for (XmlElement child : children) {
      if (!child.name.equals("PT_FreeText") && !child.text.toString().isBlank()) {
        return child.text.toString();
      }
    }
    return text.toString();
  }

  /// The word of a code list: its attribute, else its text.
  String code() {
    return first("*")
        .map(child ->
            child.attribute("codeListValue").filter(c -> !c.isBlank()).orElse(child.ownText()))
        .orElse("")
        .strip();
  }
}
