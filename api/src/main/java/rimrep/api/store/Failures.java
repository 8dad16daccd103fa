package rimrep.api.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import rimrep.api.core.StoreException;

/// Tells a database that is away from one that said no (SQLSTATE classes of the PostgreSQL manual,
/// appendix A).
final class Failures {

  private Failures() {}

  static StoreException of(String what, SQLException e) {
    if ("57014".equals(e.getSQLState())) {
      return new StoreException.TooSlow(what + ": " + e.getMessage(), e);
    }
    if (String.valueOf(e.getSQLState()).startsWith("54")) { // a limit of the program
      return new StoreException.TooBig(what + ": " + e.getMessage(), e);
    }
    return isAway(e)
        ? new StoreException.Away(
            what + ": the database does not answer (" + e.getMessage() + ")", e)
        : new StoreException.Broken(what + ": " + e.getMessage(), e);
  }

  private static boolean isAway(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return e instanceof SQLTransientException
        || e instanceof SQLNonTransientConnectionException
        || state.startsWith("08") // connection
        || state.startsWith("53") // out of connections, disk, memory
        || state.startsWith("57") // shutting down, starting up
        || state.equals("40001") // serialisation: try again
        || state.equals("40P01") // deadlock: try again
        || state.equals("25006"); // read only: a replica, or a primary being replaced
  }
}
