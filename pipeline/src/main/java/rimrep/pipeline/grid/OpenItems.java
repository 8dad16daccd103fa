package rimrep.pipeline.grid;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import rimrep.pipeline.netcdf.Decoders;

/// Keeps the files of a plan open while they are in use, and some of those last used. Safe for
/// several threads.
final class OpenItems implements AutoCloseable {
  private static final int MOST = 128;

  private final GridPlan.Changes plan;
  private final ItemOpener opener;
  private final Decoders decoders = new Decoders();
  private final Map<Integer, Held> held = new LinkedHashMap<>(16, 0.75f, true);

  OpenItems(GridPlan.Changes plan, ItemOpener opener) {
    this.plan = plan;
    this.opener = opener;
  }

  private static final class Held {
    private final GridSource source;
    private int users;

    Held(GridSource source) {
      this.source = source;
    }
  }

  /// A file in use until closed.
  final class Lease implements AutoCloseable {
    private final Held of;

    Lease(Held of) {
      this.of = of;
    }

    GridSource source() {
      return of.source;
    }

    @Override
    public void close() {
      release(of);
    }
  }

  synchronized Lease lease(int item) {
    Held found = held.get(item);
    if (found == null) {
      makeRoom();
      GridInput input = new GridInput(plan.items().get(item).item(), opener);
      found = new Held(plan.open(input, decoders));
      held.put(item, found);
    }
    found.users++;
    return new Lease(found);
  }

  private synchronized void release(Held of) {
    of.users--;
  }

  private void makeRoom() {
    Iterator<Held> oldest = held.values().iterator();
    while (held.size() >= MOST && oldest.hasNext()) {
      Held candidate = oldest.next();
      if (candidate.users == 0) {
        candidate.source.close();
        oldest.remove();
      }
    }
  }

  @Override
  public synchronized void close() {
    held.values().forEach(h -> h.source.close());
    held.clear();
  }
}
