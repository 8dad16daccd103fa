package rimrep.pipeline.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.CompletePackage;

/// A map of the datasets' extents as SVG: longitudes 0..360, so that the reef and the Pacific are
/// in one piece, on a graticule and a simple outline of the land.
final class ExtentMap {
  private static final double WIDTH = 960;
  private static final double LEAST_SPAN = 24;

  private record Mark(String id, String title, int number, BoundingBox box) {}

  private final List<Mark> marks = new ArrayList<>();
  private final StringBuilder out = new StringBuilder(8192);
  private final BoundingBox view;

  /// @param packages numbered from 1 in their order
  ExtentMap(List<CompletePackage> packages) {
    for (int i = 0; i < packages.size(); i++) {
      CompletePackage complete = packages.get(i);
      int number = i + 1;
      Area.box(complete)
          .ifPresent(box ->
              marks.add(
                  new Mark(complete.id().value(), complete.title(), number, eastOfGreenwich(box))));
    }
    view = view();
  }

  /// Empty text if no dataset has a place.
  String svg() {
    if (marks.isEmpty()) {
      return "";
    }
    out.append(
        "<svg class=\"map\" viewBox=\"0 0 %s %s\" role=\"img\" aria-labelledby=\"map-title\">"
            .formatted(number(WIDTH), number(height())));
    out.append("<title id=\"map-title\">Extents of the datasets</title>");
    out.append(
        "<rect class=\"sea\" width=\"%s\" height=\"%s\"/>"
            .formatted(number(WIDTH), number(height())));
    Coastlines.RINGS.forEach(this::land);
    graticule();
    marks.stream()
        .sorted((a, b) -> Double.compare(area(b.box()), area(a.box())))
        .forEach(this::mark);
    return out.append("</svg>").toString();
  }

  private static BoundingBox eastOfGreenwich(BoundingBox box) {
    double west = box.west() - 360 * Math.floor(box.west() / 360);
    double width = Math.min(360, box.east() - box.west());
    return width >= 360
        ? new BoundingBox(0, box.south(), 360, box.north())
        : new BoundingBox(west, box.south(), west + width, box.north());
  }

  private BoundingBox view() {
    BoundingBox all =
        marks.stream()
            .map(Mark::box)
            .reduce(BoundingBox::union)
            .orElse(new BoundingBox(0, -90, 360, 90));
    double padX = Math.max(0.12 * (all.east() - all.west()), pad(all.east() - all.west()));
    double padY = Math.max(0.12 * (all.north() - all.south()), pad(all.north() - all.south()));
    double west = all.west() - padX;
    double east = all.east() + padX;
    double south = Math.max(-90, all.south() - padY);
    double north = Math.min(90, all.north() + padY);
    double missing = 1.9 * (north - south) - (east - west);
    return missing > 0
        ? new BoundingBox(west - missing / 2, south, east + missing / 2, north)
        : new BoundingBox(west, south, east, north);
  }

  private static double pad(double span) {
    return Math.max(0, (LEAST_SPAN - span) / 2);
  }

  private double height() {
    return WIDTH * (view.north() - view.south()) / (view.east() - view.west());
  }

  private double x(double longitude) {
    return WIDTH * (longitude - view.west()) / (view.east() - view.west());
  }

  private double y(double latitude) {
    return height() * (view.north() - latitude) / (view.north() - view.south());
  }

  private void graticule() {
    double span = view.east() - view.west();
    int step = span > 150 ? 30 : span > 60 ? 10 : span > 25 ? 5 : 2;
    for (int at = first(view.west(), step); at < view.east(); at += step) {
      line(x(at), 0, x(at), height());
      label(x(at) + 4, height() - 6, longitude(at));
    }
    for (int at = first(view.south(), step); at < view.north(); at += step) {
      line(0, y(at), WIDTH, y(at));
      label(4, y(at) - 4, at + "°");
    }
  }

  private static int first(double edge, int step) {
    return (int) Math.ceil(edge / step) * step;
  }

  private static String longitude(int at) {
    int turned = Math.floorMod(at + 180, 360) - 180;
    return (turned == -180 ? 180 : turned) + "°";
  }

  private void line(double x1, double y1, double x2, double y2) {
    out.append(
        "<path class=\"grid\" d=\"M%s %sL%s %s\"/>"
            .formatted(number(x1), number(y1), number(x2), number(y2)));
  }

  private void label(double x, double y, String text) {
    out.append("<text class=\"degree\" x=\"%s\" y=\"%s\">".formatted(number(x), number(y)))
        .append(text)
        .append("</text>");
  }

  private void land(double[] ring) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < ring.length; i += 2) {
      path.append(i == 0 ? "M" : "L")
          .append(number(x(ring[i])))
          .append(' ')
          .append(number(y(ring[i + 1])));
    }
    out.append("<path class=\"land\" d=\"").append(path).append("Z\"/>");
  }

  /// A box too small to see becomes a dot.
  private void mark(Mark mark) {
    double left = x(mark.box().west());
    double top = y(mark.box().north());
    double width = x(mark.box().east()) - left;
    double tall = y(mark.box().south()) - top;
    String title = Html.escape(mark.number() + ". " + mark.title());
    out.append("<a href=\"#%s\"><title>%s</title>".formatted(Html.escape(mark.id()), title));
    if (width < 14 && tall < 14) {
      out.append(
          "<circle class=\"extent\" cx=\"%s\" cy=\"%s\" r=\"7\"/>"
              .formatted(number(left + width / 2), number(top + tall / 2)));
    } else {
      out.append(
          "<rect class=\"extent\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
              .formatted(
                  number(left),
                  number(top),
                  number(Math.max(width, 3)),
                  number(Math.max(tall, 3))));
    }
    out.append(
        "<text class=\"number\" x=\"%s\" y=\"%s\">%d</text></a>"
            .formatted(
                number(labelX(mark, left, width)),
                number(Math.max(16, top + Math.min(20, tall / 2 + 5))),
                mark.number()));
  }

  /// Numbers of extents that begin in one corner stand side by side.
  private double labelX(Mark mark, double left, double width) {
    long before =
        marks.stream()
            .filter(other -> other.number() < mark.number())
            .filter(other -> Math.abs(x(other.box().west()) - left) < 18)
            .filter(other -> Math.abs(y(other.box().north()) - y(mark.box().north())) < 18)
            .count();
    return left + Math.min(width, 8) + (width < 14 ? 10 : 0) + 20 * before;
  }

  private static double area(BoundingBox box) {
    return (box.east() - box.west()) * (box.north() - box.south());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
