// A canvas on a picture, with smooth edges.
#pragma once

#include "lib/report/canvas.h"
#include "lib/report/image.h"

namespace mote {

class ImageCanvas : public Canvas {
 public:
  ImageCanvas(int width, int height) : image_(width, height) {}

  double width() const override { return image_.width(); }
  double height() const override { return image_.height(); }
  void rectangle(Place corner, double width, double height, Ink ink,
                 double opacity = 1) override;
  void line(const std::vector<Place>& places, Ink ink,
            double thickness) override;
  void symbol(Place middle, const Symbol& symbol) override;
  void ring(Place middle, double radius, Ink ink) override;
  // What is not ASCII is shown as '?'.
  void text(Place place, std::string_view text, Ink ink,
            Anchor anchor = Anchor::kStart) override;
  void text_upwards(Place middle, std::string_view text, Ink ink) override;
  double text_width(std::string_view text) const override;
  double text_height() const override;

  const Image& image() const { return image_; }

 private:
  // Mixes a colour into every pixel of a rectangle by what share(x, y) of it
  // is covered.
  template <class Share>
  void cover(double left, double top, double right, double bottom,
             Colour colour, Share share);

  Image image_;
};

}  // namespace mote
