/// The command `rimrep`: one class per command, and one class that wires everything by hand.
///
/// Nobody sees this package.
@NullMarked
package rimrep.cli;

import org.jspecify.annotations.NullMarked;
