/// Real servers and fixtures for tests: PostgreSQL, S3, HTTP, FTP, golden files, and the house
/// rules.
///
/// Never part of the product.
@NullMarked
package rimrep.testing;

import org.jspecify.annotations.NullMarked;
