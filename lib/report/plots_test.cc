#include <gtest/gtest.h>

#include "lib/report/chart_file.h"
#include "lib/report/map_chart.h"
#include "lib/report/panel_chart.h"
#include "lib/report/row_chart.h"

namespace mote {
namespace {

size_t count_of(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

// How many pixels of a rectangle are not white.
int inked(const Image& image, int left, int top, int right, int bottom) {
  int count = 0;
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      count += image.at(x, y) != Colour{255, 255, 255};
    }
  }
  return count;
}

TEST(Canvas, ShortensWholeCharacters) {
  const ImageCanvas canvas(100, 20);
  EXPECT_EQ(fitted(canvas, "left", 100), "left");
  EXPECT_EQ(fitted(canvas, "a long label", canvas.text_width("a lon..")),
            "a lon..");
  EXPECT_EQ(fitted(canvas, "\u00e4\u00f6\u00fc!", canvas.text_width("???")),
            "\u00e4..");
  EXPECT_EQ(fitted(canvas, "label", 3), "");
}

TEST(ImageCanvas, DrawsSymbolsOfTheirSize) {
  for (const Shape shape :
       {Shape::kDisc, Shape::kSquare, Shape::kTriangle, Shape::kDiamond}) {
    ImageCanvas canvas(40, 40);
    canvas.symbol({20, 20}, {shape, palette_ink(0), 8});
    const int area = inked(canvas.image(), 0, 0, 40, 40);
    EXPECT_GT(area, 150) << int(shape);  // a disc of radius 8 has 201
    EXPECT_LT(area, 280) << int(shape);
    EXPECT_EQ(inked(canvas.image(), 0, 0, 8, 40), 0) << int(shape);
    EXPECT_EQ(canvas.image().at(20, 20), (Colour{11, 110, 153}));
  }
}

TEST(ImageCanvas, CutsOffWhatLiesOutside) {
  ImageCanvas canvas(10, 10);
  canvas.line({{-50, -50}, {60, 60}}, Ink::kText, 2);
  canvas.symbol({-3, 200}, {Shape::kDisc, palette_ink(0), 8});
  canvas.rectangle({-5, -5}, 100, 3, Ink::kGrid);
  EXPECT_GT(inked(canvas.image(), 0, 0, 10, 10), 10);
}

TEST(SvgCanvas, EscapesNames) {
  SvgCanvas canvas(10, 10, "a \"map\"");
  canvas.text({1, 1}, "<b>", Ink::kText);
  Symbol symbol;
  symbol.title = "</title><script>";
  canvas.symbol({1, 1}, symbol);
  const std::string svg = canvas.svg();
  EXPECT_EQ(count_of(svg, "<script>"), 0u);
  EXPECT_EQ(count_of(svg, "&lt;b&gt;"), 1u);
  EXPECT_EQ(count_of(svg, "a &quot;map&quot;"), 1u);
}

MapChart five_points() {
  return {"five",
          "",
          "",
          {"one", "two"},
          {{0, 0, 0, false, "", "first"},
           {1, 1, 1, true, "a1 b0", ""},
           {2, 0, 0},
           {0, 2, 1},
           {2, 2, 1}},
          "doubtful"};
}

TEST(MapChart, ShowsEveryPointAndWhatItIs) {
  const std::string svg = svg_of(five_points());
  EXPECT_EQ(count_of(svg, "<circle"), 5u + 2 + 2) << "points, legend, rings";
  EXPECT_EQ(count_of(svg, "<title>first</title>"), 1u);
  EXPECT_EQ(count_of(svg, "class=\"a1 b0\""), 1u);
  EXPECT_EQ(count_of(svg, ">doubtful<"), 1u);
  EXPECT_EQ(count_of(svg, "nan"), 0u);
  EXPECT_GT(png_of(five_points()).size(), 1000u);
}

TEST(MapChart, TakesNoPointsAndEqualOnes) {
  EXPECT_EQ(count_of(svg_of(MapChart{}), "nan"), 0u);
  MapChart one{"", "", "", {"a"}, {{3, 3, 0}, {3, 3, 0}}, ""};
  EXPECT_EQ(count_of(svg_of(one), "nan"), 0u);
}

TEST(MapChart, GivesEachCategoryALookOfItsOwn) {
  for (size_t a = 0; a < kMostCategories; ++a) {
    for (size_t b = 0; b < a; ++b) {
      const Symbol x = symbol_of(a, 3), y = symbol_of(b, 3);
      EXPECT_FALSE(x.shape == y.shape && x.ink == y.ink);
    }
  }
}

TEST(PanelChart, HasAPlaceForEachPanel) {
  PanelChart chart{
      "spectra", {"Hz", {}, {}, false}, {"dB", {}, {}, false}, 2, {}};
  for (int i = 0; i < 3; ++i) {
    chart.panels.push_back({"label" + std::to_string(i),
                            {},
                            {{0, -5, -3}, {10, -8, -2}},
                            {{0, -4}, {10, -5}}});
  }
  const std::string svg = svg_of(chart);
  EXPECT_EQ(count_of(svg, "<polyline"), 3u);
  EXPECT_EQ(count_of(svg, "nan"), 0u);
  EXPECT_EQ(count_of(svg, "label2"), 1u);
  EXPECT_GT(chart_height(chart, 100, 10), chart_height(PanelChart{}, 100, 10));
  EXPECT_EQ(count_of(svg_of(PanelChart{}), "nan"), 0u);
}

TEST(RowChart, DrawsPartsOneAfterTheOther) {
  const RowChart chart{
      "counts", "recordings", {"train", "test"}, {{"left", {6, 2}, {}, "8"}}};
  const std::string svg = svg_of(chart);
  EXPECT_EQ(count_of(svg, ">left<"), 1u);
  EXPECT_EQ(count_of(svg, ">train<"), 1u);
  EXPECT_EQ(count_of(svg, "class=\"p0\""), 2u) << "the key and the part";
  EXPECT_EQ(count_of(svg_of(RowChart{}), "nan"), 0u);
  RowChart range{"", "", {}, {{"a", {}, {{2, 2, 2, 2, 2}}}}};
  EXPECT_EQ(count_of(svg_of(range), "nan"), 0u);
}

}  // namespace
}  // namespace mote
