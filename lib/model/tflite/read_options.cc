#include "lib/model/tflite/read_options.h"

#include <flatbuffers/flexbuffers.h>

#include "lib/base/error.h"

namespace mote::tflite {
namespace {

namespace fb = schema;

constexpr const char* kHint =
    "The file may be cut or damaged; fetch or convert it again.";

Activation read_activation(int8_t code, const std::string& where) {
  if (code < 0 || code > static_cast<int>(Activation::kRelu6)) {
    throw Error("activation " + std::to_string(code) + " is not known", where,
                "mote fuses RELU, RELU_N1_TO_1 and RELU6.");
  }
  return static_cast<Activation>(code);
}

Padding read_padding(int8_t code, const std::string& where) {
  if (code != 0 && code != 1) {
    throw Error("padding " + std::to_string(code) + " is not known", where,
                kHint);
  }
  return static_cast<Padding>(code);
}

// What convolutions and pooling have in common.
template <class Table>
void read_window(const Table& from, OperatorOptions& to,
                 const std::string& where) {
  to.padding = read_padding(from.padding(), where);
  to.stride_h = from.stride_h();
  to.stride_w = from.stride_w();
  to.activation = read_activation(from.activation(), where);
}

void read_fully_connected(const fb::FullyConnectedOptions& from,
                          OperatorOptions& to, const std::string& where) {
  to.activation = read_activation(from.activation(), where);
  to.keep_dims = from.keep_num_dims();
  if (from.weights_format() != 0) {
    throw Error("shuffled weights are not supported", where,
                "Convert the model again without weight shuffling.");
  }
}

// Operators over windows of an image.
void read_image_options(const fb::Operator& op, OperatorOptions& to,
                        const std::string& where) {
  if (auto* conv = op.builtin_options_as_Conv2DOptions()) {
    read_window(*conv, to, where);
    to.dilation_h = conv->dilation_h();
    to.dilation_w = conv->dilation_w();
  } else if (auto* depthwise = op.builtin_options_as_DepthwiseConv2DOptions()) {
    read_window(*depthwise, to, where);
    to.dilation_h = depthwise->dilation_h();
    to.dilation_w = depthwise->dilation_w();
    to.depth_multiplier = depthwise->depth_multiplier();
  } else if (auto* pool = op.builtin_options_as_Pool2DOptions()) {
    read_window(*pool, to, where);
    to.filter_h = pool->filter_h();
    to.filter_w = pool->filter_w();
  } else if (auto* transposed = op.builtin_options_as_TransposeConvOptions()) {
    read_window(*transposed, to, where);
  }
}

// Operators that lay an image out anew.
void read_layout_options(const fb::Operator& op, OperatorOptions& to) {
  if (auto* resize = op.builtin_options_as_ResizeBilinearOptions()) {
    to.align_corners = resize->align_corners();
    to.half_pixel_centers = resize->half_pixel_centers();
  } else if (auto* nearest = op.builtin_options_as_ResizeNearestOptions()) {
    to.align_corners = nearest->align_corners();
    to.half_pixel_centers = nearest->half_pixel_centers();
  } else if (auto* deep = op.builtin_options_as_SpaceToDepthOptions()) {
    to.block_size = deep->block_size();
  } else if (auto* wide = op.builtin_options_as_DepthToSpaceOptions()) {
    to.block_size = wide->block_size();
  } else if (auto* mirror = op.builtin_options_as_MirrorPadOptions()) {
    to.repeats_edge = mirror->mode() == 1;
  }
}

void read_arithmetic_options(const fb::Operator& op, OperatorOptions& to,
                             const std::string& where) {
  if (auto* add = op.builtin_options_as_AddOptions()) {
    to.activation = read_activation(add->activation(), where);
  } else if (auto* mul = op.builtin_options_as_MulOptions()) {
    to.activation = read_activation(mul->activation(), where);
  } else if (auto* sub = op.builtin_options_as_SubOptions()) {
    to.activation = read_activation(sub->activation(), where);
  } else if (auto* div = op.builtin_options_as_DivOptions()) {
    to.activation = read_activation(div->activation(), where);
  } else if (auto* softmax = op.builtin_options_as_SoftmaxOptions()) {
    to.beta = softmax->beta();
  } else if (auto* reduce = op.builtin_options_as_ReducerOptions()) {
    to.keep_dims = reduce->keep_dims();
  } else if (auto* norm = op.builtin_options_as_L2NormOptions()) {
    to.activation = read_activation(norm->activation(), where);
  } else if (auto* leaky = op.builtin_options_as_LeakyReluOptions()) {
    to.alpha = leaky->alpha();
  } else if (auto* product = op.builtin_options_as_BatchMatMulOptions()) {
    to.adjoint_x = product->adjoint_x();
    to.adjoint_y = product->adjoint_y();
  } else if (auto* sum = op.builtin_options_as_CumsumOptions()) {
    to.exclusive = sum->exclusive();
    to.reverse = sum->reverse();
  }
}

// Operators that move values without changing them.
void read_movement_options(const fb::Operator& op, OperatorOptions& to,
                           const std::string& where) {
  if (auto* join = op.builtin_options_as_ConcatenationOptions()) {
    to.axis = join->axis();
    to.activation = read_activation(join->activation(), where);
  } else if (auto* pack = op.builtin_options_as_PackOptions()) {
    to.axis = pack->axis();
  } else if (auto* unpack = op.builtin_options_as_UnpackOptions()) {
    to.axis = unpack->axis();
  } else if (auto* gather = op.builtin_options_as_GatherOptions()) {
    to.axis = gather->axis();
    to.batch_dims = gather->batch_dims();
  } else if (auto* slice = op.builtin_options_as_StridedSliceOptions()) {
    to.begin_mask = slice->begin_mask();
    to.end_mask = slice->end_mask();
    to.ellipsis_mask = slice->ellipsis_mask();
    to.new_axis_mask = slice->new_axis_mask();
    to.shrink_axis_mask = slice->shrink_axis_mask();
    to.end_is_size = slice->offset();
  }
}

// Operators that remember.
void read_state_options(const fb::Operator& op, OperatorOptions& to,
                        const std::string& where) {
  if (auto* svdf = op.builtin_options_as_SvdfOptions()) {
    to.rank = svdf->rank();
    to.activation = read_activation(svdf->activation(), where);
  } else if (auto* lstm =
                 op.builtin_options_as_UnidirectionalSequenceLstmOptions()) {
    constexpr int kTanh = 4;
    if (lstm->activation() != kTanh || lstm->proj_clip() != 0) {
      throw Error("this form of LSTM is not supported", where,
                  "Use Keras' LSTM with its own activations (tanh, sigmoid).");
    }
    to.cell_clip = lstm->cell_clip();
    to.time_major = lstm->time_major();
  } else if (auto* once = op.builtin_options_as_CallOnceOptions()) {
    to.subgraph = once->init_subgraph_index();
  } else if (auto* branch = op.builtin_options_as_IfOptions()) {
    to.subgraph = branch->then_subgraph();
    to.other_subgraph = branch->else_subgraph();
  } else if (auto* loop = op.builtin_options_as_WhileOptions()) {
    to.subgraph = loop->condition_subgraph();
    to.other_subgraph = loop->body_subgraph();
  } else if (auto* handle = op.builtin_options_as_VarHandleOptions()) {
    for (const auto* part : {handle->container(), handle->shared_name()}) {
      if (part == nullptr || part->size() == 0) continue;
      to.variable += (to.variable.empty() ? "" : "/") + part->str();
    }
  }
}

// Entries that are not numbers are left out.
void read_custom_options(const fb::Operator& op, OperatorOptions& to,
                         const std::string& where) {
  const auto* bytes = op.custom_options();
  if (bytes == nullptr || bytes->size() < 3) return;
  if (!flexbuffers::VerifyBuffer(bytes->data(), bytes->size(), nullptr)) {
    throw Error("its options are damaged", where, kHint);
  }
  const flexbuffers::Reference root =
      flexbuffers::GetRoot(bytes->data(), bytes->size());
  if (!root.IsMap()) return;
  const flexbuffers::Map map = root.AsMap();
  for (size_t i = 0; i < map.size(); ++i) {
    const flexbuffers::Reference value = map.Values()[i];
    if (!value.IsNumeric() && !value.IsBool()) continue;
    to.numbers[map.Keys()[i].AsKey()] =
        value.IsBool() ? (value.AsBool() ? 1 : 0) : value.AsDouble();
  }
}

}  // namespace

OperatorOptions read_options(const fb::Operator& op, const std::string& where) {
  OperatorOptions to;
  read_image_options(op, to, where);
  read_layout_options(op, to);
  read_arithmetic_options(op, to, where);
  read_movement_options(op, to, where);
  read_state_options(op, to, where);
  read_custom_options(op, to, where);
  if (auto* dense = op.builtin_options_as_FullyConnectedOptions()) {
    read_fully_connected(*dense, to, where);
  }
  return to;
}

}  // namespace mote::tflite
