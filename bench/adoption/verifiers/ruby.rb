# Hashes and verifies with bcrypt-ruby, alone and as Devise calls it, one line each.

require "base64"
require "bcrypt"
require "active_support"
require "devise"

def answer(fields)
  kind, name, password, last = fields
  password = Base64.strict_decode64(password).force_encoding("UTF-8")
  if kind == "hash"
    return Base64.strict_encode64(BCrypt::Password.create(password, cost: (last || 10).to_i))
  end

  stored = Base64.strict_decode64(last)
  return (BCrypt::Password.new(stored) == password).to_s if name == "bcrypt-ruby"

  # What Devise needs of a model.
  model = Struct.new(:stretches, :pepper).new(10, ENV.fetch("DEVISE_PEPPER", nil))
  Devise::Encryptor.compare(model, stored, password).to_s
end

$stdout.sync = true
$stdin.each_line do |line|
  puts answer(line.strip.split)
rescue StandardError => e
  puts "error #{e.class}: #{e.message}"
end
