/// Tests of the catalogue, on the sample catalogue and on damaged copies of it.
@NullMarked
package rimrep.pipeline.catalog;

import org.jspecify.annotations.NullMarked;
