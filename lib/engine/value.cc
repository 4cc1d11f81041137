#include "lib/engine/value.h"

#include <cstring>
#include <utility>

#include "lib/base/hash.h"

namespace mote::engine {

Value::Value(std::string layer_name, Shape value_shape)
    : layer(std::move(layer_name)),
      shape(value_shape),
      channels(padded(value_shape.channels)),
      stream_(static_cast<uint32_t>(hash64(layer))) {}

std::unique_ptr<Value> Value::input(Shape shape) {
  auto value = std::make_unique<Value>("input", shape);
  value->channels = shape.channels;
  value->is_input_ = true;
  return value;
}

void Value::allocate(int batch) {
  if (is_input_) return;
  stored_ = Buffer(batch * size());
  if (rate > 0) keep_.resize(batch * size() / 8);
}

const float* Value::stored(const Pass& pass, int sample) const {
  return stored(pass, of(sample));
}

const float* Value::stored(const Pass& pass, Positions which) const {
  return (is_input_ ? pass.inputs : stored_.data()) + which.first * channels;
}

void Value::finish(const Pass& pass, int shard, Samples samples) {
  if (!pass.training) return;
  if (norm) {
    norm->collect(*pass.kernels, shard, samples.count() * positions(),
                  stored(samples.first));
  }
  if (rate > 0) {
    const auto threshold = static_cast<uint32_t>(rate * 0x1p31);
    const int64_t first = samples.first * size();
    pass.kernels->keep_bits(static_cast<uint32_t>(first),
                            static_cast<int>(samples.count() * size() / 8),
                            pass.seed ^ stream_, threshold,
                            keep_.data() + first / 8);
  }
}

void Value::collect_gradient(const Pass& pass, int shard, Samples samples) {
  norm->collect_gradient(*pass.kernels, shard, samples.count() * positions(),
                         gradient(samples.first), stored(samples.first));
}

Readout Value::readout(const Pass& pass, Positions which) const {
  Readout readout = norm ? norm->readout() : Readout();
  readout.relu = relu;
  if (pass.training && rate > 0) {
    readout.keep = keep_.data() + which.first * channels / 8;
    readout.keep_scale = static_cast<float>(1 / (1 - rate));
  }
  return readout;
}

void Value::read(const Pass& pass, int sample, Shape as, int out_row_step,
                 int out_channels, float* out) const {
  const float* z = stored(pass, sample);
  if (!is_input_ && out_channels == channels) {
    const Rows rows = {as.height, as.width, channels, out_row_step};
    pass.kernels->read(readout(pass, of(sample)), rows, z, out);
    return;
  }
  // An input: copied, a row or (where channels are padded) a position at once.
  const int piece = out_channels == channels ? as.width * channels : channels;
  const int pieces = as.width * channels / piece;
  for (int row = 0; row < as.height; ++row) {
    for (int i = 0; i < pieces; ++i) {
      std::memcpy(out + int64_t{row} * out_row_step + i * out_channels, z,
                  piece * sizeof(float));
      if (out_channels > channels) {
        std::memset(
            out + int64_t{row} * out_row_step + i * out_channels + piece, 0,
            (out_channels - piece) * sizeof(float));
      }
      z += piece;
    }
  }
}

void Value::read(const Pass& pass, int sample, float* out) const {
  const Shape flat = {1, positions(), shape.channels};
  read(pass, sample, flat, 0, channels, out);
}

const float* Value::activations(const Pass& pass, Positions which,
                                float* scratch) const {
  const float* z = stored(pass, which);
  if (plain()) return z;
  pass.kernels->read(readout(pass, which), {1, which.count, channels, 0}, z,
                     scratch);
  return scratch;
}

void Value::push(const Pass& pass, Positions which, const float* da,
                 bool accumulate) {
  pass.kernels->push(readout(pass, which), which.count, channels, stored(which),
                     da, accumulate, gradient(which));
}

const float* Value::stored_gradient(const Pass& pass, Positions which,
                                    float* scratch) {
  if (!norm) return gradient(which);
  pass.kernels->norm_gradient(norm->norm_gradient(),
                              {1, which.count, channels, 0}, gradient(which),
                              stored(which), scratch);
  return scratch;
}

}  // namespace mote::engine
