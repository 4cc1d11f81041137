#include "lib/compiler/compile.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/compiler/emit/emit.h"

namespace mote {
namespace {

Tensor int8_tensor(const std::string& name, std::vector<int> shape) {
  Tensor tensor;
  tensor.name = name;
  tensor.type = Type::kInt8;
  tensor.shape = std::move(shape);
  tensor.quantization = {{0.5f}, {-128}, 0};
  return tensor;
}

Operator simple_operator(OperatorCode code, std::vector<int> inputs,
                         int output) {
  Operator op;
  op.code = code;
  op.inputs = std::move(inputs);
  op.outputs = {output};
  return op;
}

// input {1, 2, 2, 4} -> reshape {1, 16} -> softmax.
Model reshape_model() {
  Model model;
  model.name = "small";
  model.tensors = {int8_tensor("input", {1, 2, 2, 4}),
                   int8_tensor("flat", {1, 16}),
                   int8_tensor("scores", {1, 16})};
  model.operators = {simple_operator(OperatorCode::kReshape, {0}, 1),
                     simple_operator(OperatorCode::kSoftmax, {1}, 2)};
  model.inputs = {0};
  model.outputs = {2};
  return model;
}

TEST(Compile, ReshapeTakesNoStepAndNoMemory) {
  const Plan plan = compile(reshape_model(), host_target(true));
  ASSERT_EQ(plan.steps.size(), 1u);
  EXPECT_EQ(plan.steps[0].kernel, "reference::SoftmaxInt8");
  EXPECT_EQ(plan.tensors[1].kind, Location::Kind::kInput);
  EXPECT_EQ(plan.arena_bytes, 0);
}

TEST(Compile, ReshapeFromInputToOutputCopies) {
  Model model = reshape_model();
  model.operators.pop_back();
  model.outputs = {1};
  const Plan plan = compile(model, host_target(true));
  ASSERT_EQ(plan.steps.size(), 1u);
  EXPECT_EQ(plan.steps[0].kernel, "reference::CopyBytes");
}

// input + input -> a -> relu -> b -> softmax.
Model add_model() {
  Model model;
  model.name = "add";
  model.tensors = {int8_tensor("input", {1, 8}), int8_tensor("a", {1, 8}),
                   int8_tensor("b", {1, 8}), int8_tensor("out", {1, 8})};
  model.operators = {simple_operator(OperatorCode::kAdd, {0, 0}, 1),
                     simple_operator(OperatorCode::kRelu, {1}, 2),
                     simple_operator(OperatorCode::kSoftmax, {2}, 3)};
  model.inputs = {0};
  model.outputs = {3};
  return model;
}

TEST(Compile, ReluBecomesTheAdditionsOwn) {
  const Plan plan = compile(add_model(), host_target(true));
  ASSERT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(plan.steps[0].comment, "add, ReLU");
}

TEST(Compile, ReluOfATensorThatIsAlsoAnOutputStays) {
  Model model = add_model();
  model.outputs = {3, 1};
  EXPECT_EQ(compile(model, host_target(true)).steps.size(), 3u);
}

TEST(Compile, KeptTensorsHavePlacesOfTheirOwn) {
  CompileOptions keep;
  keep.keep_tensors = true;
  Model model = add_model();
  model.operators[1].code = OperatorCode::kLogistic;
  const Plan reused = compile(model, host_target(true));
  EXPECT_EQ(reused.tensors[1], reused.tensors[2]);  // in place
  const Plan kept = compile(model, host_target(true), keep);
  EXPECT_FALSE(kept.tensors[1] == kept.tensors[2]);
}

void expect_refused(const Model& model, const std::string& what,
                    const std::string& tensor) {
  try {
    compile(model, host_target(true));
    FAIL() << "was compiled";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find(what), std::string::npos)
        << error.what();
    EXPECT_NE(error.where().find(tensor), std::string::npos) << error.what();
    EXPECT_FALSE(error.hint().empty());
  }
}

TEST(Compile, UnknownOperatorIsNamedWithItsTensor) {
  Model model = add_model();
  model.operators[2].code = OperatorCode::kCustom;
  model.operators[2].custom_name = "Polish";
  expect_refused(model, "Polish", "'out'");
}

TEST(Compile, TypeWithoutKernelIsRefused) {
  Model model = add_model();
  model.tensors[2].type = model.tensors[3].type = Type::kInt16;
  expect_refused(model, "int16", "'b'");
}

TEST(Compile, ShapesThatAreNotAddedAreRefused) {
  Model model = add_model();
  model.tensors.push_back(int8_tensor("odd", {1, 3}));
  model.operators[0].inputs[1] = 4;
  model.inputs.push_back(4);
  expect_refused(model, "shapes", "'b'");  // Relu is fused by then
}

TEST(Compile, OutputThatIsAnInputIsRefused) {
  Model model = add_model();
  model.outputs = {0};
  expect_refused(model, "input or output twice", "'input'");
}

// A fully connected layer of int8 whose weights are an input, as LiteRT rounds.
Model computed_weights_model(Activation activation) {
  Model model;
  model.name = "computed";
  model.tensors = {int8_tensor("input", {1, 4}), int8_tensor("weights", {2, 4}),
                   int8_tensor("out", {1, 2})};
  model.tensors[2].quantization.zero_point = {0};
  model.operators = {simple_operator(OperatorCode::kFullyConnected, {0, 1}, 2)};
  model.operators[0].options.activation = activation;
  model.inputs = {0, 1};
  model.outputs = {2};
  return model;
}

TEST(Compile, RefusesComputedWeightsWhereLiteRtsTiesShow) {
  Target target = host_target(true);
  const Model model = computed_weights_model(Activation::kNone);
  EXPECT_EQ(compile(model, target).steps[0].kernel,
            "reference::ComputedWeightsInt8");
  target.rounding = Rounding::kLitert;
  try {
    compile(model, target);
    ADD_FAILURE() << "not refused";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("LiteRT"), std::string::npos);
  }
  const Model relu = computed_weights_model(Activation::kRelu);
  EXPECT_EQ(compile(relu, target).steps[0].kernel,
            "reference::ComputedWeightsInt8");
}

TEST(Emit, SmallModelReadsLikeThis) {
  const EmittedCode code =
      emit(compile(add_model(), read_target("qemu-cortex-m4")));
  EXPECT_EQ(code.class_name, "models::Add");
  EXPECT_EQ(code.sources,
            (std::vector<std::string>{"device/nn/add/short_add_armv7em.cc",
                                      "device/nn/softmax/softmax.cc"}));
  const std::string& source = code.files.at("add.cc");
  const size_t invoke = source.find("void Add::Invoke");
  ASSERT_NE(invoke, std::string::npos);
  EXPECT_EQ(source.substr(invoke),
            "void Add::Invoke(const int8_t* input, int8_t* output) {\n"
            "  // 1: add, ReLU; to int8 1x8\n"
            "  mote::nn::armv7em::ShortAddInt8(\n"
            "      kLayer1, input, input, arena + 0, nullptr);\n"
            "  // 2: softmax over 8; to int8 1x8\n"
            "  mote::nn::reference::SoftmaxInt8(\n"
            "      kLayer2, arena + 0, output, nullptr);\n"
            "}\n\n}  // namespace models\n");
}

TEST(Emit, IsDeterministic) {
  const Target target = read_target("qemu-cortex-m4");
  EXPECT_EQ(emit(compile(add_model(), target)).files,
            emit(compile(add_model(), target)).files);
}

TEST(Emit, NamesAreMadeValid) {
  EmitOptions options;
  options.name = "2 wörter-v1";
  const EmittedCode code =
      emit(compile(add_model(), read_target("qemu-cortex-m4")), options);
  EXPECT_EQ(code.class_name, "models::Model2WRterV1");
}

}  // namespace
}  // namespace mote
