<?php

/* Reads one command per line of standard input, and answers each with one line of JSON. */

use App\Models\User;
use Illuminate\Contracts\Http\Kernel as HttpKernel;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use Illuminate\Support\Facades\Auth;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Hash;
use Illuminate\Support\Facades\Password;
use Illuminate\Support\Facades\Route;

// Deprecations of a newer PHP than the packages were written for.
error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('display_errors', 'stderr');

require __DIR__ . '/application.php';
$application = application();

Route::middleware('web')->group(function () {
    Route::post('/login', function (Request $request) {
        $accepted = Auth::attempt($request->only('email', 'password'), $request->boolean('remember'));
        return new Response($accepted ? 'in' : 'refused', $accepted ? 200 : 401);
    });
    Route::get('/me', fn () => new Response((string) Auth::id(), Auth::check() ? 200 : 401));
});

/** A request with a browser's cookies. Answers with the status, the body, and the cookies that it has then. */
function visit(string $method, string $path, array $cookies = [], array $form = []): array
{
    global $application;
    // A process of PHP answers one request and ends; this one forgets who the last visitor was.
    foreach (['auth', 'auth.driver', 'session', 'session.store', 'cookie', 'request'] as $name) {
        $application->forgetInstance($name);
    }
    $application->forgetInstance(Illuminate\Session\Middleware\StartSession::class);
    Illuminate\Support\Facades\Facade::clearResolvedInstances();
    $request = Request::create("http://localhost$path", $method, $form, $cookies);
    $kernel = $application->make(HttpKernel::class);
    $response = $kernel->handle($request);
    $kernel->terminate($request, $response);
    foreach ($response->headers->getCookies() as $cookie) {
        $cookies[$cookie->getName()] = $cookie->getValue();
    }
    return [$response->getStatusCode(), $response->getContent(), $cookies];
}

function person(string $email): User
{
    return User::where('email', $email)->firstOrFail();
}

$commands = [
    'prepare' => function () use ($application) {
        $migrator = $application->make('migrator');
        $migrator->getRepository()->createRepository();
        return ['migrations' => count($migrator->run(__DIR__ . '/migrations'))];
    },
    'addPeople' => function (array $in) {
        $hashes = [];
        $ids = [];
        DB::transaction(function () use ($in, &$hashes, &$ids) {
            foreach ($in['people'] as ['email' => $email, 'password' => $password]) {
                $hashes[$password] ??= Hash::make($password);
                $user = User::create(['name' => 'A person', 'email' => $email, 'password' => $hashes[$password]]);
                $ids[] = (string) $user->id;
            }
        });
        return ['ids' => $ids];
    },
    'signIn' => function (array $in) {
        [$status, $body, $cookies] = visit('POST', '/login', [], $in);
        if ($status >= 500) {
            throw new RuntimeException($body);
        }
        return $status === 200 ? ['session' => $cookies] : ['refused' => $body];
    },
    'isSignedIn' => fn (array $in) => ['signedIn' => visit('GET', '/me', $in['session'])[0] === 200],
    'changePassword' => function (array $in) {
        person($in['email'])->forceFill(['password' => Hash::make($in['password'])])->save();
        return [];
    },
    'changeEmail' => function (array $in) {
        person($in['email'])->update(['email' => $in['to']]);
        return [];
    },
    'disable' => function (array $in) {
        person($in['email'])->delete();
        return [];
    },
    'delete' => function (array $in) {
        person($in['email'])->forceDelete();
        return [];
    },
    // Its own reset: a token that it emails, and what comes of it.
    'ownResetToken' => fn (array $in) => ['token' => Password::broker()->createToken(person($in['email']))],
    'useOwnReset' => fn (array $in) => [
        'accepted' => Password::broker()->tokenExists(person($in['email']), $in['token']),
    ],
    // The cookie "remember me" without the session's own.
    'rememberMe' => function (array $in) {
        [$status, , $cookies] = visit('POST', '/login', [], $in + ['remember' => true]);
        unset($cookies['host_session']);
        return $status === 200 ? ['session' => $cookies] : ['refused' => (string) $status];
    },
    'addAccessToken' => function (array $in) {
        DB::table('personal_access_tokens')->insert([
            'tokenable_type' => $in['type'] ?? User::class,
            'tokenable_id' => person($in['email'])->id,
            'name' => 'a token',
            'token' => hash('sha256', random_bytes(16)),
        ]);
        return [];
    },
];

while (($line = fgets(STDIN)) !== false) {
    $command = json_decode($line, true);
    try {
        $answer = $commands[$command['do']]($command) ?: new stdClass();
        $text = json_encode(['ok' => $answer], JSON_THROW_ON_ERROR);
    } catch (Throwable $error) {
        $text = json_encode(['error' => get_class($error) . ': ' . $error->getMessage()]);
    }
    fwrite(STDOUT, $text . "\n");
}
