package rimrep.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Supplier;

/// Something that is written to, as a process sees it that ends at one of its writes: nothing lands
/// after that, and nothing is read either. What a write is, the names of the methods say, so that
/// it fits any store.
public final class Mortal {
  private static final Set<String> WRITES = Set.of("put", "putIfAbsent", "putIfMatch", "delete");

  /// The operating system takes a lock back at the end of its process; here closing does.
  private static final Set<String> UNTOUCHED = Set.of("location", "lock", "close", "toString");

  private Mortal() {}

  /// @param type the interface by which `inner` is used
  public static <T> T of(Class<T> type, T inner, Life life) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Action action = () -> method.invoke(inner, arguments);
          if (UNTOUCHED.contains(method.getName())) {
            return plain(action);
          }
          return WRITES.contains(method.getName()) ? life.write(action) : life.read(action);
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private interface Action {
    Object run() throws IllegalAccessException, InvocationTargetException;
  }

  private static Object plain(Action action) throws Throwable {
    try {
      return action.run();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /// No failure that anybody handles.
  public static final class Death extends Error {
    private static final long serialVersionUID = 1;

    public Death() {
      super("killed");
    }
  }

  /// Counts the writes to everything that shares it, and ends at one of them.
  public static final class Life {
    private final int writes;
    private final boolean after;
    private final Supplier<? extends Throwable> end;
    private int done;
    private boolean over;

    /// @param writes that it lives to see; the next one does not land
    /// @param after whether it ends right behind the last one instead of before the next
    /// @param end what is thrown then and at each later use; it may end the process instead
    public Life(int writes, boolean after, Supplier<? extends Throwable> end) {
      this.writes = writes;
      this.after = after;
      this.end = end;
    }

    /// One that never ends.
    public static Life whole() {
      return new Life(Integer.MAX_VALUE, false, Death::new);
    }

    /// Writes that landed.
    public synchronized int done() {
      return done;
    }

    public synchronized boolean isOver() {
      return over;
    }

    private Object read(Action action) throws Throwable {
      synchronized (this) {
        if (over) {
          throw end.get();
        }
      }
      return plain(action);
    }

    private synchronized Object write(Action action) throws Throwable {
      if (over || done == writes) {
        over = true;
        throw end.get();
      }
      Object result = plain(action);
      done++;
      if (after && done == writes) {
        over = true;
        throw end.get();
      }
      return result;
    }
  }
}
