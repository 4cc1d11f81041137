#include <gtest/gtest.h>

#include <limits>

#include "lib/report/charts.h"
#include "lib/report/html.h"
#include "lib/report/text_plot.h"

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

TEST(Html, EscapesWhatUsersWrote) {
  EXPECT_EQ(escape_html("<b a=\"1\">'&'</b>"),
            "&lt;b a=&quot;1&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;");
  Page page("<script>", "");
  page.section("<h>", "<a>", "<p>kept</p>");
  EXPECT_EQ(count_of(page.html(), "<script>"), 0u);
  EXPECT_EQ(count_of(page.html(), "<p>kept</p>"), 1u);
}

TEST(Html, ReplacesWhatIsNoText) {
  const std::string bad = "\xef\xbf\xbd";
  EXPECT_EQ(valid_utf8("a\tb\n\u00e4\u20ac\U0001f600"),
            "a\tb\n\u00e4\u20ac\U0001f600");
  EXPECT_EQ(valid_utf8("a\xff"
                       "b\x01"),
            "a" + bad + "b" + bad);
  EXPECT_EQ(valid_utf8("\xc3"), bad) << "cut off";
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), bad + bad + bad) << "a surrogate";
  EXPECT_EQ(valid_utf8("\xc0\xaf"), bad + bad) << "overlong";
  EXPECT_EQ(valid_utf8("\xf4\x90\x80\x80").substr(0, 3), bad);
  EXPECT_EQ(valid_utf8("\xc2\x85"), bad + bad) << "a control character";
}

// RFC 4648, section 10.
TEST(Html, EncodesPicturesInBase64) {
  const auto uri = [](std::string_view text) {
    return png_uri({reinterpret_cast<const uint8_t*>(text.data()), text.size()})
        .substr(22);
  };
  EXPECT_EQ(uri(""), "");
  EXPECT_EQ(uri("f"), "Zg==");
  EXPECT_EQ(uri("fo"), "Zm8=");
  EXPECT_EQ(uri("foobar"), "Zm9vYmFy");
}

TEST(Charts, TicksAreRoundAndCoverTheRange) {
  EXPECT_EQ(round_ticks(0, 100, 5),
            (std::vector<double>{0, 20, 40, 60, 80, 100}));
  const auto ticks = round_ticks(0.31, 2.2, 5);
  EXPECT_LE(ticks.front(), 0.31);
  EXPECT_GE(ticks.back(), 2.2);
  EXPECT_EQ(round_ticks(3, 3, 5).size(), 1u);
}

TEST(Charts, LinesStayInsideThePicture) {
  const std::string svg =
      line_chart({{"loss", {{0, 1.5}, {1, 0.7}}}, {"other", {{0, 3}, {1, 2}}}},
                 {"epoch", {}, {}, false}, {"loss", 0.0, {}, false});
  EXPECT_EQ(count_of(svg, "<polyline"), 2u);
  EXPECT_EQ(count_of(svg, "nan"), 0u);
  EXPECT_EQ(count_of(svg, "=\"-"), 0u) << "nothing left of or above the edge";
}

TEST(TextPlot, DrawsACharacterAValue) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(text_plot({0, 0.5, 1, 2, -1, none}, 0, 1, false), " =@@  ");
  EXPECT_EQ(text_plot({0, 1}, 0, 1, true), "\xE2\x96\x81\xE2\x96\x88");
  EXPECT_EQ(text_plot({3, 3}, 3, 3, false), "==");
  EXPECT_EQ(text_plot({}, 0, 1, true), "");
}

TEST(Charts, EmptyDataStillDraws) {
  EXPECT_EQ(count_of(line_chart({}, {}, {}), "nan"), 0u);
  EXPECT_EQ(count_of(line_chart({{"one", {{2, 2}}}}, {}, {}), "nan"), 0u);
}

TEST(Charts, ConfusionHasACellAPair) {
  const std::string svg = confusion_chart({"a", "b<"}, {{3, 1}, {0, 0}});
  EXPECT_EQ(count_of(svg, "class=\"count\""), 4u);
  EXPECT_EQ(count_of(svg, "class=\"right\""), 2u);
  EXPECT_EQ(count_of(svg, "b&lt;"), 2u);
}

TEST(Charts, BarsOverTheirLimitAreMarked) {
  const std::string html =
      bar_chart({{"RAM", 6, "6 of 32 KB", 32}, {"flash", 40, "40 of 32", 32}});
  EXPECT_EQ(count_of(html, "fill over"), 1u);
  EXPECT_EQ(count_of(html, "width:100.0%"), 1u);
}

}  // namespace
}  // namespace mote
