package rimrep.pipeline.dataset;

import tools.jackson.databind.node.ObjectNode;

/// A dataset's folder of the catalogue, read and found right.
///
/// @param curated `datapackage.json` as a person wrote it
/// @param schema `gridschema.json` or `tableschema.json`
/// @param collectionDocument what `collection.jsonnet` of its collection evaluates to
/// @param vocabulary the catalogue's vocabularies and endpoints that the package refers to,
///   resolved: `{"themes": {id: {...}}, "licences": {...}, "providers": {...}, "units": {...}}`
/// @param folder path of the dataset's folder below the catalogue's root
public record DatasetDefinition(
    DatasetId id,
    CollectionId collection,
    Kind kind,
    Access access,
    ObjectNode curated,
    ObjectNode schema,
    ObjectNode collectionDocument,
    ObjectNode vocabulary,
    Ingest ingest,
    String folder) {}
