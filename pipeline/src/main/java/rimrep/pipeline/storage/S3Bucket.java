package rimrep.pipeline.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/// One bucket, spoken to through the AWS SDK: the only class that knows it. Its keys are whole keys
/// of the bucket. The SDK retries time-outs, broken connections and 5xx with back-off; what is left
/// becomes a failure of ours.
final class S3Bucket implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 6;
  private static final int CONFLICTS = 10;
  private static final int REFUSED = 412;

  private final String bucket;
  private final S3Client client;
  private volatile boolean bucketSeen;

  S3Bucket(String bucket, S3Settings settings) {
    this.bucket = bucket;
    try {
      this.client = client(settings);
    } catch (SdkClientException e) {
      throw misconfigured("bucket " + bucket, e);
    }
  }

  private static S3Client client(S3Settings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryStrategy(
                        StandardRetryStrategy.builder()
                            .maxAttempts(ATTEMPTS)
                            .circuitBreakerEnabled(false)
                            .build())
                    .build())
            .forcePathStyle(settings.pathStyle());
    settings.endpoint().ifPresent(builder::endpointOverride);
    settings.region().map(Region::of).ifPresent(builder::region);
    settings
        .credentials()
        .map(c -> AwsBasicCredentials.create(c.accessKey(), c.secretKey()))
        .map(StaticCredentialsProvider::create)
        .ifPresent(builder::credentialsProvider);
    return builder.build();
  }

  /// What must hold for a write.
  sealed interface Condition {
    record None() implements Condition {}

    record Absent() implements Condition {}

    record Matches(ETag expected) implements Condition {}
  }

  /// What came of a write.
  sealed interface Put {
    record Done(ETag etag) implements Put {}

    /// @param perhapsOurs an earlier attempt got no answer and may be what made the condition fail
    record Refused(boolean perhapsOurs) implements Put {}
  }

  Put put(String key, Body body, Condition condition) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
    switch (condition) {
      case Condition.None() -> {}
      case Condition.Absent() -> request.ifNoneMatch("*");
      case Condition.Matches(ETag expected) -> request.ifMatch(quoted(expected));
    }
    RequestBody content =
        switch (body) {
          case Body.Bytes bytes -> RequestBody.fromBytes(bytes.exact());
          case Body.LocalFile(var path) -> RequestBody.fromFile(path);
        };
    boolean repeated = false;
    for (int tries = 1; ; tries++) {
      try {
        return new Put.Done(etag(client.putObject(request.build(), content).eTag()));
      } catch (AwsServiceException e) {
        repeated |= e.numAttempts() > 1;
        if (e.statusCode() == REFUSED || isAbsent(e) && condition instanceof Condition.Matches) {
          return new Put.Refused(repeated);
        }
        if (e.statusCode() != 409 || tries == CONFLICTS) {
          throw failure(key, e);
        }
        pause(key, tries);
      } catch (SdkClientException e) {
        throw failure(key, e);
      }
    }
  }

  private static void pause(String key, int tries) {
    try {
      Thread.sleep(Duration.ofMillis(50L * tries));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FileFailures.interrupted(key, e);
    }
  }

  Optional<StoredObject> head(String key) {
    try {
      HeadObjectResponse found = client.headObject(r -> r.bucket(bucket).key(key));
      return Optional.of(new StoredObject(key, found.contentLength(), etag(found.eTag())));
    } catch (SdkException e) {
      if (isAbsent(e)) {
        seeBucket(key);
        return Optional.empty();
      }
      throw failure(key, e);
    }
  }

  /// The answer to HEAD does not tell a missing object from a missing bucket.
  private void seeBucket(String key) {
    if (bucketSeen) {
      return;
    }
    ask(key, () -> client.listObjectsV2(r -> r.bucket(bucket).prefix(key).maxKeys(1)));
    bucketSeen = true;
  }

  /// Content with the age that the server's own clock gives it: no clock of ours is compared.
  record Aged(Content content, Duration age) {}

  Optional<Aged> get(String key) {
    try {
      ResponseBytes<GetObjectResponse> found =
          client.getObjectAsBytes(r -> r.bucket(bucket).key(key));
      GetObjectResponse response = found.response();
      Content content = new Content(found.asByteArrayUnsafe(), etag(response.eTag()));
      Instant now =
          response
              .sdkHttpResponse()
              .firstMatchingHeader("Date")
              .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
              .map(ZonedDateTime::toInstant)
              .orElseGet(Instant::now);
      return Optional.of(new Aged(content, Duration.between(response.lastModified(), now)));
    } catch (SdkException e) {
      if (isAbsent(e)) {
        return Optional.empty();
      }
      throw failure(key, e);
    }
  }

  /// Fills `target` from one version of an object.
  void read(String key, ETag version, long position, ByteBuffer target) {
    String range = "bytes=" + position + "-" + (position + target.remaining() - 1);
    int start = target.position();
    for (int tries = 1; ; tries++) {
      try (ResponseInputStream<GetObjectResponse> in =
          client.getObject(r -> r.bucket(bucket).key(key).range(range).ifMatch(quoted(version)))) {
        fill(in, target);
        return;
      } catch (IOException e) {
        target.position(start);
        if (tries == ATTEMPTS) {
          throw new Temporary(
              new Problem(name(key), "broke off while read: " + e.getMessage(), "", "run again"),
              e);
        }
        pause(key, tries);
      } catch (SdkException e) {
        throw e instanceof AwsServiceException s && (s.statusCode() == REFUSED || isAbsent(e))
            ? new Temporary(
                new Problem(name(key), "was replaced while it was read", "", "run it again"), e)
            : failure(key, e);
      }
    }
  }

  private static void fill(InputStream in, ByteBuffer target) throws IOException {
    ReadableByteChannel channel = Channels.newChannel(in);
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new IOException("the body ended " + target.remaining() + " bytes early");
      }
    }
  }

  List<StoredObject> list(String prefix) {
    return ask(
        prefix,
        () -> {
          List<StoredObject> found = new ArrayList<>();
          for (S3Object o :
              client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents()) {
            found.add(new StoredObject(o.key(), o.size(), etag(o.eTag())));
          }
          return found;
        });
  }

  /// The prefixes, each ending in `/`, that stand directly below `prefix`.
  List<String> folders(String prefix) {
    return ask(
        prefix,
        () ->
            client
                .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix).delimiter("/"))
                .commonPrefixes()
                .stream()
                .map(common -> common.prefix())
                .toList());
  }

  void delete(String key) {
    ask(key, () -> client.deleteObject(r -> r.bucket(bucket).key(key)));
  }

  private <T> T ask(String key, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw failure(key, e);
    }
  }

  private boolean isAbsent(SdkException e) {
    return e instanceof AwsServiceException s
        && s.statusCode() == 404
        && !"NoSuchBucket".equals(code(s));
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? "no code"
        : e.awsErrorDetails().errorCode();
  }

  private Failure failure(String key, SdkException e) {
    return switch (e) {
      case AwsServiceException s
          when s.statusCode() >= 500 || s.statusCode() == 429 || s.statusCode() == 409 ->
          new Temporary(
              new Problem(name(key), "the store answers " + answer(s), "", "run it again later"),
              e);
      case AwsServiceException s ->
          new BadConfiguration(
              new Problem(
                  name(key),
                  "the store refuses: " + answer(s),
                  "an existing bucket that these credentials may list, read and write",
                  "check bucket, region, endpoint and credentials"),
              e);
      case AbortedException a -> FileFailures.interrupted(name(key), a);
      case SdkClientException c when String.valueOf(c.getMessage()).contains("credentials") ->
          misconfigured(name(key), c);
      default ->
          new Temporary(
              new Problem(
                  name(key), "the store cannot be reached: " + e.getMessage(), "", "run it again"),
              e);
    };
  }

  private static String answer(AwsServiceException e) {
    return e.statusCode() + " " + code(e);
  }

  private static BadConfiguration misconfigured(String thing, SdkClientException e) {
    return new BadConfiguration(
        new Problem(
            thing,
            String.valueOf(e.getMessage()),
            "region and credentials in the environment, a profile or the pod's identity",
            "set AWS_REGION and AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY"),
        e);
  }

  private String name(String key) {
    return "s3://" + bucket + "/" + key;
  }

  private static String quoted(ETag etag) {
    return '"' + etag.value() + '"';
  }

  private static ETag etag(@Nullable String sent) {
    return new ETag(String.valueOf(sent).replace("\"", ""));
  }

  @Override
  public void close() {
    client.close();
  }
}
