/// Tests of grids: real files, small classic files made here, stores in folders.
@NullMarked
package rimrep.pipeline.grid;

import org.jspecify.annotations.NullMarked;
