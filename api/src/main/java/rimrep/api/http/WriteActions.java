package rimrep.api.http;

import io.javalin.http.Context;
import java.util.List;
import rimrep.api.core.Catalogue;
import rimrep.api.core.CatalogueWriter;
import rimrep.api.core.CatalogueWriter.Outcome;
import rimrep.api.core.Intake;
import rimrep.api.core.InvalidRequest;
import rimrep.api.core.Links;
import rimrep.api.core.MergePatch;
import rimrep.api.core.NewCollection;
import rimrep.api.core.NewItem;
import rimrep.api.http.HttpProblem.Kind;

/// STAC Transactions on collections and items.
final class WriteActions {

  private final BaseUrl baseUrl;
  private final Intake intake;
  private final CatalogueWriter writer;

  WriteActions(BaseUrl baseUrl, Intake intake, CatalogueWriter writer) {
    this.baseUrl = baseUrl;
    this.intake = intake;
    this.writer = writer;
  }

  /// One item, or all of an ItemCollection or none.
  void createItems(Context ctx) {
    Links links = baseUrl.links(ctx);
    String collection = ctx.pathParam("collection");
    Intake.Sent sent = intake.items(Request.json(ctx), links, collection);
    sent.items().forEach(item -> checkSame("/collection", item.collection(), collection));
    if (sent.together()) {
      createAll(ctx, collection, sent.items());
      return;
    }
    NewItem item = sent.items().getFirst();
    Outcome outcome = writer.createItem(item);
    reply(ctx, Target.ofItem(collection, item.id()), outcome, links.itemUrl(collection, item.id()));
    Reply.text(ctx, Links.GEOJSON, Catalogue.rendered(item, links));
  }

  private void createAll(Context ctx, String collection, List<NewItem> items) {
    reply(ctx, Target.ofCollection(collection), writer.createItems(items), "");
    for (NewItem item : items) {
      WriteLog.created(ctx, Target.ofItem(collection, item.id()), item.etag());
    }
  }

  void patchItem(Context ctx) {
    Links links = baseUrl.links(ctx);
    MergePatch patch = MergePatch.parse(Request.patch(ctx));
    String collection = ctx.pathParam("collection");
    String id = ctx.pathParam("item");
    Outcome outcome =
        writer.patchItem(
            collection,
            id,
            Request.precondition(ctx),
            before -> {
              NewItem item = intake.item(patch.apply(before), links);
              checkSame("/collection", item.collection(), collection);
              checkSame("/id", item.id(), id);
              Reply.text(ctx, Links.GEOJSON, Catalogue.rendered(item, links));
              return item;
            });
    reply(ctx, Target.ofItem(collection, id), outcome, "");
  }

  void patchCollection(Context ctx) {
    Links links = baseUrl.links(ctx);
    MergePatch patch = MergePatch.parse(Request.patch(ctx));
    String id = ctx.pathParam("collection");
    Outcome outcome =
        writer.patchCollection(
            id,
            Request.precondition(ctx),
            before -> {
              NewCollection collection = intake.collection(patch.apply(before), links);
              checkSame("/id", collection.id(), id);
              Reply.text(ctx, Links.JSON, Catalogue.rendered(collection, links));
              return collection;
            });
    reply(ctx, Target.ofCollection(id), outcome, "");
  }

  void replaceItem(Context ctx) {
    Links links = baseUrl.links(ctx);
    String collection = ctx.pathParam("collection");
    String id = ctx.pathParam("item");
    NewItem item = intake.item(Request.json(ctx), links, collection, id);
    checkSame("/collection", item.collection(), collection);
    checkSame("/id", item.id(), id);
    Outcome outcome = writer.replaceItem(item, Request.precondition(ctx));
    reply(ctx, Target.ofItem(item.collection(), item.id()), outcome, "");
    Reply.text(ctx, Links.GEOJSON, Catalogue.rendered(item, links));
  }

  void deleteItem(Context ctx) {
    String collection = ctx.pathParam("collection");
    String id = ctx.pathParam("item");
    reply(
        ctx,
        Target.ofItem(collection, id),
        writer.deleteItem(collection, id, Request.precondition(ctx)),
        "");
  }

  void createCollection(Context ctx) {
    Links links = baseUrl.links(ctx);
    NewCollection collection = intake.collection(Request.json(ctx), links);
    Outcome outcome = writer.createCollection(collection);
    reply(ctx, Target.ofCollection(collection.id()), outcome, links.collectionUrl(collection.id()));
    Reply.text(ctx, Links.JSON, Catalogue.rendered(collection, links));
  }

  void replaceCollection(Context ctx) {
    Links links = baseUrl.links(ctx);
    NewCollection collection = intake.collection(Request.json(ctx), links);
    checkSame("/id", collection.id(), ctx.pathParam("collection"));
    Outcome outcome = writer.replaceCollection(collection, Request.precondition(ctx));
    reply(ctx, Target.ofCollection(collection.id()), outcome, "");
    Reply.text(ctx, Links.JSON, Catalogue.rendered(collection, links));
  }

  void deleteCollection(Context ctx) {
    String id = ctx.pathParam("collection");
    reply(ctx, Target.ofCollection(id), writer.deleteCollection(id, Request.precondition(ctx)), "");
  }

  private static void checkSame(String place, String inBody, String inPath) {
    if (!inBody.equals(inPath)) {
      throw new InvalidRequest(
          place, "is \"" + inBody + "\" but the path says \"" + inPath + "\"; expected the same");
    }
  }

  /// Status and headers; refusals are thrown.
  private static void reply(Context ctx, Target target, Outcome outcome, String location) {
    String name = target.name();
    switch (outcome) {
      case Outcome.Created created -> {
        WriteLog.created(ctx, target, created.etag());
        etag(ctx.status(201).header("Location", location), created.etag());
      }
      case Outcome.Updated updated -> {
        WriteLog.updated(ctx, target, updated.before(), updated.etag());
        etag(ctx.status(200), updated.etag());
      }
      case Outcome.Unchanged unchanged -> etag(ctx.status(200), unchanged.etag());
      case Outcome.Deleted deleted -> {
        WriteLog.deleted(ctx, target, deleted.before());
        ctx.status(204).res().setContentType(null);
      }
      case Outcome.Exists exists ->
          throw new HttpProblem(Kind.CONFLICT, name + " exists; use PUT to replace it");
      case Outcome.AllCreated all -> ctx.status(201);
      case Outcome.SomeExist some ->
          throw new HttpProblem(Kind.CONFLICT, "nothing was created: " + some.ids() + " exist");
      case Outcome.Absent absent -> throw HttpProblem.notFound(name);
      case Outcome.TooBig big -> throw new HttpProblem(Kind.BAD_REQUEST, big.reason());
      case Outcome.NoCollection none -> throw HttpProblem.notFound("the collection of " + name);
      case Outcome.OtherVersion other ->
          throw new HttpProblem(
              Kind.OTHER_VERSION, name + " now has the ETag \"" + other.etag() + "\"");
      case Outcome.NotEmpty notEmpty ->
          throw new HttpProblem(Kind.CONFLICT, name + " has items; delete them first");
    }
  }

  private static void etag(Context ctx, String etag) {
    ctx.header("ETag", '"' + etag + '"');
  }
}
