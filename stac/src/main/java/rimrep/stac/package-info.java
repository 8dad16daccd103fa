/// STAC 1.1 documents as records, their JSON, validation with the schemas inside, and an API
/// client.
///
/// Knows the STAC specification and nothing of where a document comes from or who stores it.
@NullMarked
package rimrep.stac;

import org.jspecify.annotations.NullMarked;
