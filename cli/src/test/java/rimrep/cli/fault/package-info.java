/// Bad input and faults of the surroundings, each through a whole command: what it says, how it
/// ends, what the ledger keeps, what a reader sees. The golden files are below `golden/fault`.
@NullMarked
package rimrep.cli.fault;

import org.jspecify.annotations.NullMarked;
