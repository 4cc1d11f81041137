#include "lib/report/svg_canvas.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/report/html.h"

namespace mote {
namespace {

std::string class_of(Ink ink) {
  switch (ink) {
    case Ink::kText:
      return "ink";
    case Ink::kSoft:
      return "soft";
    case Ink::kGrid:
      return "faint";
    case Ink::kPaper:
      return "paper";
    default:
      return fmt::format("p{}", static_cast<int>(ink));
  }
}

const char* name_of(Anchor anchor) {
  switch (anchor) {
    case Anchor::kMiddle:
      return "middle";
    case Anchor::kEnd:
      return "end";
    default:
      return "start";
  }
}

std::string path_of(Place at, const Symbol& symbol) {
  const double r = symbol.radius;
  switch (symbol.shape) {
    case Shape::kSquare:
      return fmt::format("M{:.1f} {:.1f}h{:.1f}v{:.1f}h{:.1f}z", at.x - r * 0.9,
                         at.y - r * 0.9, r * 1.8, r * 1.8, -r * 1.8);
    case Shape::kTriangle:
      return fmt::format("M{:.1f} {:.1f}l{:.1f} {:.1f}h{:.1f}z", at.x,
                         at.y - r * 1.2, r * 1.2, r * 2, -r * 2.4);
    case Shape::kDiamond:
      return fmt::format(
          "M{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} "
          "{:.1f}z",
          at.x, at.y - r * 1.3, r * 1.3, r * 1.3, -r * 1.3, r * 1.3, -r * 1.3,
          -r * 1.3);
    default:
      return "";
  }
}

}  // namespace

SvgCanvas::SvgCanvas(double width, double height, const std::string& what)
    : width_(width),
      height_(height),
      svg_(fmt::format("<svg class=\"chart\" viewBox=\"0 0 {:.0f} {:.0f}\" "
                       "role=\"img\" aria-label=\"{}\">\n",
                       width, height, escape_html(what))) {}

void SvgCanvas::rectangle(Place corner, double width, double height, Ink ink,
                          double opacity) {
  svg_ += fmt::format(
      "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
      "height=\"{:.1f}\"",
      class_of(ink), corner.x, corner.y, std::max(width, 0.0),
      std::max(height, 0.0));
  if (opacity < 1) svg_ += fmt::format(" fill-opacity=\"{:.2f}\"", opacity);
  svg_ += "/>\n";
}

void SvgCanvas::line(const std::vector<Place>& places, Ink ink,
                     double thickness) {
  svg_ += fmt::format(
      "<polyline class=\"stroke {}\" stroke-width=\"{:.1f}\" points=\"",
      class_of(ink), thickness);
  for (const Place& at : places) {
    svg_ += fmt::format("{:.1f},{:.1f} ", at.x, at.y);
  }
  svg_ += "\"/>\n";
}

void SvgCanvas::symbol(Place middle, const Symbol& symbol) {
  const std::string start =
      symbol.shape == Shape::kDisc
          ? fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"",
                        middle.x, middle.y, symbol.radius)
          : fmt::format("<path d=\"{}\"", path_of(middle, symbol));
  const std::string classes =
      symbol.classes.empty() ? class_of(symbol.ink) : symbol.classes;
  svg_ += fmt::format("{} class=\"{}\"", start, escape_html(classes));
  if (symbol.title.empty()) {
    svg_ += "/>\n";
  } else {
    const char* end = symbol.shape == Shape::kDisc ? "circle" : "path";
    svg_ += fmt::format("><title>{}</title></{}>\n", escape_html(symbol.title),
                        end);
  }
}

void SvgCanvas::ring(Place middle, double radius, Ink ink) {
  svg_ += fmt::format(
      "<circle class=\"stroke {}\" stroke-width=\"1.4\" cx=\"{:.1f}\" "
      "cy=\"{:.1f}\" r=\"{:.1f}\"/>\n",
      class_of(ink), middle.x, middle.y, radius);
}

void SvgCanvas::text(Place place, std::string_view text, Ink ink,
                     Anchor anchor) {
  svg_ += fmt::format(
      "<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" "
      "text-anchor=\"{}\">{}</text>\n",
      class_of(ink), place.x, place.y + 0.35 * text_height(), name_of(anchor),
      escape_html(text));
}

void SvgCanvas::text_upwards(Place middle, std::string_view text, Ink ink) {
  svg_ += fmt::format(
      "<text class=\"{}\" transform=\"translate({:.1f},{:.1f}) rotate(-90)\" "
      "text-anchor=\"middle\">{}</text>\n",
      class_of(ink), middle.x + 0.35 * text_height(), middle.y,
      escape_html(text));
}

double SvgCanvas::text_width(std::string_view text) const {
  double width = 0;
  for (const char c : text) {
    if ((c & 0xc0) == 0x80) continue;  // within a character of UTF-8
    const bool narrow =
        std::string_view("iljtf.,:;'|!() ").find(c) != std::string_view::npos;
    const bool wide = c == 'm' || c == 'w' || (c >= 'A' && c <= 'Z');
    width += narrow ? 4.5 : wide ? 9.5 : 7.2;
  }
  return width;
}

void SvgCanvas::begin_group(const std::string& classes) {
  svg_ += fmt::format("<g class=\"{}\">\n", escape_html(classes));
}

}  // namespace mote
