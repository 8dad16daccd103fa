/// Tests of reading metadata records: real ones, and small ones that are wrong on purpose.
@NullMarked
package rimrep.pipeline.harvest;

import org.jspecify.annotations.NullMarked;
