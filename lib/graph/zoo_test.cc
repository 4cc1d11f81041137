#include "lib/graph/zoo.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"

namespace mote {
namespace {

const Shape kSpectrogram = {49, 40, 1};

TEST(ZooTest, TinyconvIsTheCoursesNetwork) {
  const Graph graph = make_zoo_graph("tinyconv", kSpectrogram,
                                     {"silence", "unknown", "left", "right"});
  EXPECT_EQ(parameter_count(graph), 16652);
  EXPECT_EQ(infer_shapes(graph).at("conv"), (Shape{25, 20, 8}));
  EXPECT_EQ(mac_count(graph), 336000);
}

TEST(ZooTest, DsCnnTakesAnyInputSize) {
  const std::vector<std::string> classes(12, "word");
  const Graph small = make_zoo_graph("ds-cnn", {49, 10, 1}, classes);
  EXPECT_EQ(infer_shapes(small).at("pointwise_4_relu"), (Shape{25, 5, 64}));
  // 10x4 and 4 x (3x3 + 64x64) kernels, 9 batch norms, the dense layer.
  EXPECT_EQ(parameter_count(small),
            64 * 40 + 4 * (64 * 9 + 64 * 64) + 9 * 2 * 64 + 64 * 12 + 12);
  EXPECT_EQ(mac_count(small), 2656768);
  const Graph large = make_zoo_graph("ds-cnn", kSpectrogram, classes);
  EXPECT_EQ(infer_shapes(large).at("pointwise_4_relu"), (Shape{25, 20, 64}));
}

TEST(ZooTest, TcStaysUnderTwentyThousandParameters) {
  const Graph words =
      make_zoo_graph("tc", kSpectrogram, std::vector<std::string>(36, "word"));
  EXPECT_EQ(parameter_count(words), 19076);
  EXPECT_EQ(words.input, (Shape{49, 1, 40}));
  EXPECT_EQ(infer_shapes(words).at("block_6_relu"), (Shape{25, 1, 40}));
  EXPECT_LT(mac_count(words), 540000);
}

TEST(ZooTest, MakesEveryNameAndRefusesOthers) {
  for (const std::string& name : zoo_names()) {
    const Graph graph = make_zoo_graph(name, kSpectrogram, {"a", "b"});
    EXPECT_EQ(graph.name, name);
    EXPECT_EQ(infer_shapes(graph).at(graph.layers.back().name).size(), 2);
  }
  EXPECT_THROW(make_zoo_graph("resnet", kSpectrogram, {"a"}), Error);
}

}  // namespace
}  // namespace mote
