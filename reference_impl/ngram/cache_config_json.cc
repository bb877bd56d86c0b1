// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/cache_config.h"

#include <algorithm>
#include <bit>
#include <iterator>

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_fields.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

constexpr std::uint64_t kMostBuckets = std::uint64_t{1} << 28U;

// One name and the two PR 796 variants: the multiplied one is known by its multipliers.
CacheVariant variant_from_json(JsonFields& fields) {
  const std::string name = fields.text("variant");
  if (name == "806") {
    return CacheVariant::pr806;
  }
  if (name == "796") {
    return fields.has("order_mults") ? CacheVariant::pr796_mult : CacheVariant::pr796;
  }
  if (name != "dirichlet") {
    fields.refuse("variant", "found \"" + name + "\", expected \"806\", \"796\" or \"dirichlet\"");
  }
  return CacheVariant::dirichlet;
}

void read_orders(JsonFields& fields, CacheConfig& config) {
  const nlohmann::json& orders = fields.array("orders");
  const bool good = orders.size() == 2 && orders[0].is_number_integer() &&
                    orders[1].is_number_integer() && orders[0] >= 2 && orders[0] <= orders[1] &&
                    orders[1] <= kHighestOrder;
  if (!good) {
    fields.refuse("orders", "expected the lowest and the highest order, from 2 to " +
                                std::to_string(kHighestOrder));
  }
  config.lowest_order = orders[0].get<int>();
  config.highest_order = orders[1].get<int>();
}

void read_primes(JsonFields& fields, CacheConfig& config) {
  const nlohmann::json& primes = fields.array("primes");
  bool good = primes.size() == config.primes.size();
  for (std::size_t i = 0; good && i < primes.size(); ++i) {
    good = primes[i].is_number_integer() && primes[i] >= 0;
    config.primes[i] = good ? primes[i].get<std::uint64_t>() : 0;
  }
  if (!good) {
    fields.refuse("primes",
                  "expected " + std::to_string(config.primes.size()) + " integers without sign");
  }
}

std::vector<double> numbers(JsonFields& fields, const std::string& name) {
  std::vector<double> values;
  for (const nlohmann::json& value : fields.array(name)) {
    if (!value.is_number()) {
      fields.refuse(name, "expected numbers");
    }
    values.push_back(value.get<double>());
  }
  return values;
}

Gate gate_from_json(const nlohmann::json& object, const std::string& where) {
  JsonFields fields(object, where);
  const std::string type = fields.text("type");
  Gate gate;
  if (type == "fixed") {
    gate.kind = GateKind::fixed;
    gate.alpha = fields.number("alpha");
    fields.finish();
    return gate;
  }
  gate.base = fields.number("base");
  gate.range = fields.number("range");
  gate.scale = fields.number("scale");
  if (type == "entropy") {
    gate.kind = GateKind::entropy;
    gate.center = fields.number("center");
  } else if (type == "order-adaptive") {
    gate.kind = GateKind::order_adaptive;
    gate.center_low_order = fields.number("center_low_order");
    gate.center_high_order = fields.number("center_high_order");
  } else if (type == "per-order") {
    gate.kind = GateKind::per_order;
    gate.centers = numbers(fields, "centers");
  } else {
    fields.refuse("type", "found \"" + type +
                              "\", expected \"entropy\", \"order-adaptive\", \"per-order\" or "
                              "\"fixed\"");
  }
  fields.finish();
  return gate;
}

void check_gate(const CacheConfig& config, const JsonFields& fields) {
  const Gate& gate = config.gate;
  const double one_end = gate.kind == GateKind::fixed ? gate.alpha : gate.base;
  const double other_end = gate.kind == GateKind::fixed ? gate.alpha : gate.base + gate.range;
  if (std::min(one_end, other_end) < 0 || std::max(one_end, other_end) > 1) {
    fields.refuse("gate", "its alpha leaves the range from 0 to 1");
  }
  const int orders = config.highest_order - config.lowest_order + 1;
  if (gate.kind == GateKind::per_order && std::ssize(gate.centers) != orders) {
    fields.refuse("gate", "has " + std::to_string(gate.centers.size()) + " centers, expected " +
                              std::to_string(orders) + ", one an order");
  }
}

void read_mults(JsonFields& fields, CacheConfig& config) {
  config.order_mults = numbers(fields, "order_mults");
  if (std::any_of(config.order_mults.begin(), config.order_mults.end(),
                  [](double mult) { return mult < 0; })) {
    fields.refuse("order_mults", "expected numbers of at least 0");
  }
  if (config.order_mults.empty()) {
    fields.refuse("order_mults", "expected at least one number");
  }
  config.alpha_max = fields.number("alpha_max");
  if (config.alpha_max < 0 || config.alpha_max > 1) {
    fields.refuse("alpha_max", "expected a number from 0 to 1");
  }
}

}  // namespace

bool shares_tables(const CacheConfig& config) {
  return !config.target_prime.has_value();
}

CacheConfig cache_config_from_json(const nlohmann::json& object, const std::string& where) {
  JsonFields fields(object, where);
  CacheConfig config;
  config.variant = variant_from_json(fields);
  read_orders(fields, config);
  read_primes(fields, config);
  if (fields.has("target_prime")) {
    config.target_prime = fields.count("target_prime", UINT32_MAX);
  }
  config.buckets = fields.count("buckets", kMostBuckets, 1);
  if (!std::has_single_bit(config.buckets)) {
    fields.refuse("buckets", "found " + std::to_string(config.buckets) + ", expected a power of 2");
  }
  if (fields.has("trunc_multiple")) {
    config.trunc_multiple = fields.count("trunc_multiple", UINT32_MAX, 1);
  }
  if (config.variant == CacheVariant::dirichlet) {
    config.concentration = fields.number("concentration");
    if (config.concentration <= 0) {
      fields.refuse("concentration", "expected a number above 0");
    }
    fields.finish();
    return config;
  }
  config.min_count = static_cast<std::uint32_t>(fields.count("min_count", UINT32_MAX, 1));
  config.gate = gate_from_json(fields.value("gate"), fields.at("gate"));
  check_gate(config, fields);
  if (config.variant == CacheVariant::pr796_mult) {
    read_mults(fields, config);
  }
  fields.finish();
  return config;
}

}  // namespace reference
