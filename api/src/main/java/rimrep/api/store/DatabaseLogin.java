package rimrep.api.store;

/// Where a PostgreSQL database is and who we are there.
///
/// @param url `jdbc:postgresql://host:port/database`
public record DatabaseLogin(String url, String user, String password) {

  public DatabaseLogin {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "database URL " + url + "; expected jdbc:postgresql://host:port/database");
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    return user + " at " + url;
  }
}
