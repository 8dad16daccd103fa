package rimrep.pipeline.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads YAML 1.2 (JSON schema) and remembers where each value stood. Anchors, aliases and tags of
/// one's own are refused: a configuration needs none, and they can hide a bomb.
final class LocatedYaml {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String file;
  private final Findings findings;
  private final Map<String, Position> values = new HashMap<>();
  private final Map<String, Position> keys = new HashMap<>();
  private boolean broken;

  private LocatedYaml(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /// The document, or empty after a finding has been added.
  static Optional<Document> read(String file, String text, Findings findings) {
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        findings.error(file, "an empty file", "a YAML document", "write it or remove the file");
        return Optional.empty();
      }
      LocatedYaml reader = new LocatedYaml(file, findings);
      JsonNode node = reader.value("", root.get());
      return reader.broken
          ? Optional.empty()
          : Optional.of(new Document(file, node, reader.values, reader.keys));
    } catch (MarkedYamlEngineException e) {
      Position position =
          e.getProblemMark().or(e::getContextMark).map(LocatedYaml::at).orElse(Position.NONE);
      findings.error(file, position, oneLine(e.getProblem()), "YAML", "correct it");
      return Optional.empty();
    } catch (YamlEngineException e) {
      findings.error(file, oneLine(String.valueOf(e.getMessage())), "YAML", "correct it");
      return Optional.empty();
    }
  }

  private JsonNode value(String pointer, Node node) {
    values.put(pointer, position(node));
    if (node.getAnchor().isPresent() || node instanceof AnchorNode) {
      broken = true;
      findings.error(
          file,
          position(node),
          "an anchor (&" + node.getAnchor().map(Object::toString).orElse("") + ")",
          "plain YAML without anchors and aliases",
          "write the value out where it is used");
      return NODES.nullNode();
    }
    return switch (node) {
      case MappingNode mapping -> object(pointer, mapping);
      case SequenceNode sequence -> array(pointer, sequence);
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new IllegalStateException("unknown YAML node " + node.getNodeType());
    };
  }

  private ObjectNode object(String pointer, MappingNode mapping) {
    ObjectNode node = NODES.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        refuse(tuple.getKeyNode(), "a key that is no plain word", "a word as key");
        continue;
      }
      String name = key.getValue();
      String child = Document.child(pointer, name);
      if (keys.putIfAbsent(child, position(key)) != null) {
        refuse(key, "the key '" + name + "' a second time", "each key once");
        continue;
      }
      node.set(name, value(child, tuple.getValueNode()));
    }
    return node;
  }

  private ArrayNode array(String pointer, SequenceNode sequence) {
    ArrayNode node = NODES.arrayNode();
    for (Node element : sequence.getValue()) {
      node.add(value(pointer + "/" + node.size(), element));
    }
    return node;
  }

  private JsonNode scalar(ScalarNode node) {
    Tag tag = node.getTag();
    String text = node.getValue();
    if (tag.equals(Tag.STR)) {
      return NODES.stringNode(text);
    } else if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    } else if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(text.equals("true"));
    } else if (tag.equals(Tag.INT)) {
      return LocatedJson.integer(new BigInteger(text));
    } else if (tag.equals(Tag.FLOAT) && !text.startsWith(".") && !text.startsWith("-.")) {
      return NODES.numberNode(new BigDecimal(text));
    }
    refuse(node, "the value " + tag + " " + text, "text, a finite number, true, false or null");
    return NODES.nullNode();
  }

  private void refuse(Node node, String found, String expected) {
    broken = true;
    findings.error(file, position(node), found, expected, "correct it");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static Position position(Node node) {
    return node.getStartMark().map(LocatedYaml::at).orElse(Position.NONE);
  }

  private static Position at(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
