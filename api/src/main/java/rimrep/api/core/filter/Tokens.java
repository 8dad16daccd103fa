package rimrep.api.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rimrep.api.core.InvalidRequest;

/// CQL2 text cut into words.
final class Tokens {

  enum Kind {
    NAME,
    QUOTED_NAME,
    TEXT,
    NUMBER,
    SIGN,
    END
  }

  /// @param at position in the text, from 0
  record Token(Kind kind, String text, int at) {
    boolean is(String word) {
      return (kind == Kind.NAME || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?:(?<quoted>\"[^\"]+\")"
              + "|(?<number>[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)"
              + "|(?<name>[\\p{L}_:][\\p{L}\\p{N}_:.\\-]*)"
              + "|(?<sign><>|<=|>=|[=<>(),+*/^%-]))",
          Pattern.DOTALL);

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  Tokens(String source) {
    this.source = source;
    Matcher matcher = TOKEN.matcher(source);
    int at = afterSpace(0);
    while (at < source.length()) {
      if (source.charAt(at) == '\'') {
        int end = endOfText(at);
        tokens.add(text(at, end));
        at = afterSpace(end);
      } else if (matcher.region(at, source.length()).lookingAt()) {
        tokens.add(token(matcher));
        at = afterSpace(matcher.end());
      } else {
        throw error(at, "\"" + source.charAt(at) + "\" is out of place");
      }
    }
    tokens.add(new Token(Kind.END, "", source.length()));
  }

  private int afterSpace(int from) {
    int at = from;
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    return at;
  }

  /// Behind the quote that closes a text; inside of it a quote is doubled or follows a backslash.
  private int endOfText(int from) {
    int at = from + 1;
    while (at < source.length()) {
      boolean quote = source.charAt(at) == '\'';
      boolean doubled = quote && at + 1 < source.length() && source.charAt(at + 1) == '\'';
      if (quote && !doubled) {
        return at + 1;
      }
      at += doubled || source.charAt(at) == '\\' ? 2 : 1;
    }
    throw error(from, "the text has no closing quote");
  }

  private Token text(int from, int end) {
    String inner = source.substring(from + 1, end - 1);
    return new Token(Kind.TEXT, inner.replace("''", "'").replace("\\'", "'"), from);
  }

  private static Token token(Matcher m) {
    if (m.group("quoted") != null) {
      return new Token(
          Kind.QUOTED_NAME,
          m.group("quoted").substring(1, m.group("quoted").length() - 1),
          m.start("quoted"));
    }
    if (m.group("number") != null) {
      return new Token(Kind.NUMBER, m.group("number"), m.start("number"));
    }
    return m.group("name") != null
        ? new Token(Kind.NAME, m.group("name"), m.start("name"))
        : new Token(Kind.SIGN, m.group("sign"), m.start("sign"));
  }

  Token peek() {
    return tokens.get(next);
  }

  Token peekSecond() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  Token take() {
    Token token = tokens.get(next);
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  boolean takeIf(String word) {
    boolean is = peek().is(word);
    if (is) {
      take();
    }
    return is;
  }

  void expect(String word) {
    if (!takeIf(word)) {
      throw error(peek().at(), "found " + found() + "; expected " + word);
    }
  }

  String found() {
    return peek().kind() == Kind.END ? "the end" : "\"" + peek().text() + "\"";
  }

  /// The text from the next token to the parenthesis that closes the first one; goes beyond it.
  String takeBalanced() {
    int from = peek().at();
    int depth = 0;
    while (peek().kind() != Kind.END) {
      Token token = take();
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (token.is(")") && depth == 0) {
        return source.substring(from, token.at() + 1);
      }
    }
    throw error(from, "has no closing parenthesis");
  }

  InvalidRequest error(int at, String reason) {
    return new InvalidRequest(Operators.PLACE, "at position " + (at + 1) + ": " + reason);
  }
}
