import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Packs folders as the layers of an OCI image, without a base image, a daemon or a network, and
/// lists what is in it as CycloneDX. Used by `image.sh`.
///
/// The same files give the same bytes: sorted, owned by root, dated 1970, compressed one way.
///
/// Image.java STAGE OUT NAME: STAGE holds the layers `1-runtime`, `2-libraries`, `3-program`, and
/// the lists `libraries.txt` (of Maven) and `packages.txt` (of Debian).
final class Image {
  private static final int BLOCK = 512;
  private static final String OCI = "application/vnd.oci.image.";
  private static final List<String> LAYERS = List.of("1-runtime", "2-libraries", "3-program");

  /// Blobs by digest, in the order in which they stand in the archive.
  private final Map<String, byte[]> blobs = new LinkedHashMap<>();

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: Image.java STAGE OUT NAME");
      System.exit(64);
    }
    new Image().build(Path.of(args[0]), Path.of(args[1]), args[2]);
  }

  private void build(Path stage, Path out, String name) throws IOException {
    List<String> layers = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    for (String layer : LAYERS) {
      byte[] tar = tar(stage.resolve(layer));
      differences.add('"' + digest(tar) + '"');
      layers.add(blob(gzip(tar), OCI + "layer.v1.tar+gzip"));
    }
    String config = blob(utf8(config(differences)), OCI + "config.v1+json");
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%smanifest.v1+json\",\"config\":%s,\"layers\":[%s]}"
            .formatted(OCI, config, String.join(",", layers));
    String described = blob(utf8(manifest), OCI + "manifest.v1+json");
    String digest = digest(utf8(manifest));
    String named =
        described.substring(0, described.length() - 1)
            + ",\"annotations\":{\"io.containerd.image.name\":\"%s\",\"org.opencontainers.image.ref.name\":\"%s\"}}"
                .formatted(name, name.substring(name.lastIndexOf(':') + 1));
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\"%sindex.v1+json\",\"manifests\":[%s]}"
            .formatted(OCI, named);
    Files.createDirectories(out);
    try (OutputStream to = Files.newOutputStream(out.resolve("rimrep.tar"))) {
      file(to, "oci-layout", utf8("{\"imageLayoutVersion\":\"1.0.0\"}"), false);
      file(to, "index.json", utf8(index), false);
      directory(to, "blobs/");
      directory(to, "blobs/sha256/");
      for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
        file(to, "blobs/" + blob.getKey().replace(':', '/'), blob.getValue(), false);
      }
      to.write(new byte[2 * BLOCK]);
    }
    Files.writeString(out.resolve("rimrep.digest"), digest + "\n");
    Files.writeString(out.resolve("rimrep.cdx.json"), bill(stage, digest));
    System.out.printf("%s %s %d bytes%n", name, digest, Files.size(out.resolve("rimrep.tar")));
  }

  private static String config(List<String> differences) {
    return """
        {"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z",\
        "config":{"User":"65532:65532","WorkingDir":"/scratch",\
        "Env":["PATH=/opt/java/bin","LC_ALL=C.UTF-8","HOME=/scratch"],\
        "Entrypoint":["/opt/java/bin/java","@/app/rimrep"],\
        "Labels":{"org.opencontainers.image.title":"rimrep","org.opencontainers.image.licenses":"Apache-2.0"}},\
        "rootfs":{"type":"layers","diff_ids":[%s]}}"""
        .formatted(String.join(",", differences));
  }

  private String blob(byte[] bytes, String media) {
    String digest = digest(bytes);
    blobs.put(digest, bytes);
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(media, digest, bytes.length);
  }

  // --- tar --------------------------------------------------------------------------------------

  private static byte[] tar(Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted().filter(p -> !p.equals(folder)).toList()) {
        String name = folder.relativize(path).toString();
        if (Files.isDirectory(path)) {
          directory(out, name + "/");
        } else {
          file(out, name, Files.readAllBytes(path), Files.isExecutable(path));
        }
      }
    }
    out.write(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  /// The two folders that anybody writes to are open to all; a mounted volume covers them.
  private static void directory(OutputStream out, String name) throws IOException {
    boolean open = name.equals("tmp/") || name.equals("scratch/");
    out.write(header(name, 0, open ? "0001777" : "0000755", '5'));
  }

  private static void file(OutputStream out, String name, byte[] bytes, boolean program)
      throws IOException {
    out.write(header(name, bytes.length, program ? "0000755" : "0000644", '0'));
    out.write(bytes);
    out.write(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
  }

  /// POSIX ustar; a name over 100 bytes is split at a slash.
  private static byte[] header(String name, long size, String mode, char type) {
    byte[] block = new byte[BLOCK];
    String own = name;
    if (utf8(name).length > 100) {
      int slash = name.indexOf('/', name.length() - 101);
      put(block, 345, name.substring(0, slash));
      own = name.substring(slash + 1);
    }
    put(block, 0, own);
    put(block, 100, mode);
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    put(block, 124, "%011o".formatted(size));
    put(block, 136, "00000000000");
    put(block, 148, "        ");
    block[156] = (byte) type;
    put(block, 257, "ustar");
    put(block, 263, "00");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o".formatted(sum));
    block[154] = 0;
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = utf8(text);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  // --- bill of materials ------------------------------------------------------------------------

  /// CycloneDX 1.6: the libraries with their checksums, the JDK, the Debian packages whose files
  /// are inside.
  private static String bill(Path stage, String digest) throws IOException {
    List<String> components = new ArrayList<>();
    for (String line : Files.readAllLines(stage.resolve("libraries.txt"))) {
      String[] part = line.strip().split(":");
      if (part.length >= 5 && !part[0].equals("rimrep")) {
        components.add(library(stage, part));
      }
    }
    for (String line : Files.readAllLines(stage.resolve("packages.txt"))) {
      String[] part = line.split(" ");
      components.add(
          "{\"type\":\"library\",\"name\":\"%s\",\"version\":\"%s\",\"purl\":\"pkg:deb/debian/%s@%s?arch=amd64\"}"
              .formatted(part[0], part[1], part[0], part[1]));
    }
    String java = System.getProperty("java.runtime.version");
    components.add(
        "{\"type\":\"platform\",\"name\":\"%s\",\"version\":\"%s\"}"
            .formatted(System.getProperty("java.vendor") + " JDK (jlink)", java));
    components.sort(null);
    return """
        {"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:%s","version":1,
        "metadata":{"component":{"type":"container","name":"rimrep","version":"%s"}},
        "components":[
        %s
        ]}
        """
        .formatted(
            UUID.nameUUIDFromBytes(utf8(digest)), digest, String.join(",\n", components));
  }

  /// @param part group, artifact, type, [classifier,] version, scope, as Maven lists them
  private static String library(Path stage, String[] part) throws IOException {
    boolean classified = part.length >= 6;
    String version = classified ? part[4] : part[3];
    String suffix = classified ? "-" + part[3] : "";
    Path jar =
        stage.resolve("2-libraries/app/lib/" + part[1] + "-" + version + suffix + ".jar");
    if (!Files.exists(jar)) {
      throw new IOException("no " + jar + ", which Maven lists");
    }
    return """
        {"type":"library","group":"%s","name":"%s","version":"%s",\
        "hashes":[{"alg":"SHA-256","content":"%s"}],"purl":"pkg:maven/%s/%s@%s%s"}"""
        .formatted(
            part[0],
            part[1],
            version,
            digest(Files.readAllBytes(jar)).substring(7),
            part[0],
            part[1],
            version,
            classified ? "?classifier=" + part[3] : "");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
