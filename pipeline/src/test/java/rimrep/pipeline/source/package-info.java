/// Tests of sources against real folders and a real web server.
@NullMarked
package rimrep.pipeline.source;

import org.jspecify.annotations.NullMarked;
