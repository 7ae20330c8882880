// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "backend/base/result.h"
#include "backend/policy/request.h"

namespace halftone::geo {

// A MaxMind database (MaxMind DB file format 2.0) that tells the region of an address, as policy.md's
// attribute `region` wants it where no X-Region header says. Immutable: any number of threads may ask at
// once.
class RegionDatabase {
 public:
  [[nodiscard]] static Result<std::shared_ptr<const RegionDatabase>> open(const std::string& path);
  ~RegionDatabase();
  RegionDatabase(const RegionDatabase&) = delete;
  RegionDatabase& operator=(const RegionDatabase&) = delete;

  // The English name of the first subdivision ("Beijing"), else of the country ("Singapore"); empty where the
  // database tells neither. The view lives as long as this. Does not allocate.
  [[nodiscard]] std::string_view regionOf(const policy::Address& address) const;

 private:
  struct File;
  explicit RegionDatabase(std::unique_ptr<File> file);
  std::unique_ptr<File> m_file;
};

}  // namespace halftone::geo
