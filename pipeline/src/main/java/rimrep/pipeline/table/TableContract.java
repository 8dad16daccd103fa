package rimrep.pipeline.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.failure.BadConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a table is made of and must look like: `tableschema.json` and the section `table` of
/// `ingest.yaml`, read and found right.
///
/// @param fields the output's columns in order, without geometry, extents and fid
/// @param missing texts that mean missing in every field
/// @param sort columns that order the rows; ties go by fid
/// @param rejectsAtMost rejected rows above which nothing is published
/// @param units unit per field; described, but no part of the data
public record TableContract(
    List<FieldSpec> fields,
    FieldsMatch fieldsMatch,
    List<String> primaryKey,
    List<String> missing,
    InputSpec input,
    List<TableStep> steps,
    GeometrySpec geometry,
    FidTemplate fid,
    List<String> sort,
    long rejectsAtMost,
    Map<String, String> units) {
  /// Changes whenever the same contract makes other rows, so that pieces are made anew.
  private static final int FORM = 1;

  /// Reads both documents. Every misuse is a {@link BadConfiguration} that names the document and
  /// the JSON Pointer; what the design knows and this version does not do is refused by name.
  ///
  /// @param section the section `table` of `ingest.yaml`
  public static TableContract of(ObjectNode tableschema, JsonNode section) {
    SchemaReader schema = SchemaReader.read(new Pointed("tableschema.json", "", tableschema));
    return new SectionReader(schema, new Pointed("ingest.yaml", "/table", section)).read();
  }

  /// SHA-256 over all that decides the rows. Titles, units and the number of rejects allowed are no
  /// part of it.
  public String digest() {
    return Digests.sha256(
        String.join(
            "\n",
            "form " + FORM,
            fields.toString(),
            fieldsMatch.toString(),
            primaryKey.toString(),
            missing.toString(),
            input.toString(),
            steps.toString(),
            geometry.toString(),
            fid.toString(),
            sort.toString()));
  }

  /// The input that a fetched item belongs to, by the source it came from.
  public TableInput input(FetchedItem item) {
    if (!item.item().source().equals(input.from())) {
      throw new BadConfiguration(
          "ingest.yaml /table/inputs",
          "no input reads source '" + item.item().source() + "'",
          "an input with from: " + item.item().source(),
          "add the input or remove the source");
    }
    return new TableInput(item, input.name());
  }

  public Optional<FieldSpec> field(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /// The field that says when.
  public Optional<FieldSpec> timeField() {
    return fields.stream()
        .filter(f -> f.hasRole("t") && f.type() == FieldType.DATETIME)
        .findFirst();
  }

  /// Fields that are columns of their own; a field called `fid` is written once, at the end.
  List<FieldSpec> attributes() {
    return fields.stream().filter(f -> !f.name().equals("fid")).toList();
  }

  /// The fid is the integer value of one column.
  boolean integerFid() {
    return fid.isColumn()
        && field(fid.columns().getFirst()).filter(f -> f.type() == FieldType.INTEGER).isPresent();
  }

  /// All columns of the stored file in their order.
  public List<String> columns() {
    return new OutputColumns(this).names();
  }
}
