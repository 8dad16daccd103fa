/// The sealed family of failures: each says which thing, what was found, what was expected and what
/// to do, and carries the exit code that tells a scheduler whether a retry can help.
///
/// Knows nothing else of the project.
@NullMarked
package rimrep.pipeline.failure;

import org.jspecify.annotations.NullMarked;
