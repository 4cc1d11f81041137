// A canvas that writes SVG for a page with the style sheet of html.h.
#pragma once

#include <string>

#include "lib/report/canvas.h"

namespace mote {

class SvgCanvas : public Canvas {
 public:
  // `what`: read to those who cannot see it.
  SvgCanvas(double width, double height, const std::string& what);

  double width() const override { return width_; }
  double height() const override { return height_; }
  void rectangle(Place corner, double width, double height, Ink ink,
                 double opacity = 1) override;
  void line(const std::vector<Place>& places, Ink ink,
            double thickness) override;
  void symbol(Place middle, const Symbol& symbol) override;
  void ring(Place middle, double radius, Ink ink) override;
  void text(Place place, std::string_view text, Ink ink,
            Anchor anchor = Anchor::kStart) override;
  void text_upwards(Place middle, std::string_view text, Ink ink) override;
  // About: what is drawn with depends on the reader's fonts.
  double text_width(std::string_view text) const override;
  double text_height() const override { return 12; }

  // A group of what is drawn until end_group(), with these classes.
  void begin_group(const std::string& classes);
  void end_group() { svg_ += "</g>\n"; }

  std::string svg() const { return svg_ + "</svg>\n"; }

 private:
  double width_, height_;
  std::string svg_;
};

}  // namespace mote
