<?php

/* Hashes and verifies with PHP's own functions, Laravel's hasher (with `verify` on) and Symfony's, one line each. */

use Illuminate\Hashing\Argon2IdHasher;
use Illuminate\Hashing\BcryptHasher;
use Symfony\Component\PasswordHasher\Hasher\NativePasswordHasher;

error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('display_errors', 'stderr');
require_once 'Illuminate/Hashing/autoload.php';
require_once 'Symfony/Component/PasswordHasher/autoload.php';

$hashers = [
    'php' => [
        fn (string $password, int $cost) => password_hash($password, PASSWORD_BCRYPT, ['cost' => $cost]),
        fn (string $password, string $stored) => password_verify($password, $stored),
    ],
    'laravel' => [
        fn (string $password, int $cost) => (new BcryptHasher(['rounds' => $cost, 'verify' => true]))->make($password),
        fn (string $password, string $stored) => str_starts_with($stored, '$argon2id')
            ? (new Argon2IdHasher(['verify' => true]))->check($password, $stored)
            : (new BcryptHasher(['verify' => true]))->check($password, $stored),
    ],
    'symfony' => [
        fn (string $password, int $cost) => (new NativePasswordHasher(null, null, $cost))->hash($password),
        fn (string $password, string $stored) => (new NativePasswordHasher())->verify($stored, $password),
    ],
];

while (($line = fgets(STDIN)) !== false) {
    $fields = explode(' ', trim($line));
    [$do, $name] = $fields;
    $password = base64_decode($fields[2]);
    try {
        $answer = $do === 'hash'
            ? base64_encode($hashers[$name][0]($password, (int) ($fields[3] ?? 10)))
            : ($hashers[$name][1]($password, base64_decode($fields[3])) ? 'true' : 'false');
    } catch (Throwable $error) {
        $answer = 'error ' . str_replace("\n", ' ', $error->getMessage());
    }
    fwrite(STDOUT, "$answer\n");
}
