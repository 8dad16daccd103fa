/// One class per step of a workflow: asks the rooms and writes what they answer.
///
/// The only package that sees the rooms together.
@NullMarked
package rimrep.pipeline.step;

import org.jspecify.annotations.NullMarked;
