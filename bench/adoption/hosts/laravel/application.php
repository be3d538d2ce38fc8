<?php

/* A Laravel application of Debian's packages: Eloquent, its migrations, its session guard, and its HTTP kernel. */

use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel as HttpKernel;
use Illuminate\Foundation\Application;

require_once 'Illuminate/autoload.php';

// Debian's loader leaves out Foundation, which has no package of its own.
spl_autoload_register(function (string $class): void {
    $file = '/usr/share/php/' . str_replace('\\', '/', $class) . '.php';
    if (str_starts_with($class, 'Illuminate\\') && is_file($file)) {
        require_once $file;
    }
});
require_once '/usr/share/php/Illuminate/Foundation/helpers.php';
require_once __DIR__ . '/User.php';

final class Kernel extends Illuminate\Foundation\Http\Kernel
{
    protected $bootstrappers = [
        Illuminate\Foundation\Bootstrap\LoadConfiguration::class,
        Illuminate\Foundation\Bootstrap\RegisterFacades::class,
        Illuminate\Foundation\Bootstrap\RegisterProviders::class,
        Illuminate\Foundation\Bootstrap\BootProviders::class,
    ];
    protected $middlewareGroups = [
        'web' => [
            Illuminate\Cookie\Middleware\EncryptCookies::class,
            Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse::class,
            Illuminate\Session\Middleware\StartSession::class,
        ],
    ];
}

final class Handler extends Illuminate\Foundation\Exceptions\Handler
{
    public function report(Throwable $error): void
    {
        fwrite(STDERR, get_class($error) . ": " . $error->getMessage() . "\n");
    }

    public function render($request, Throwable $error)
    {
        return new Illuminate\Http\Response(get_class($error) . ': ' . $error->getMessage(), 500);
    }
}

function application(): Application
{
    // What the framework caches, outside of this folder.
    $folder = getenv('HOST_FOLDER');
    foreach (['APP_SERVICES_CACHE', 'APP_PACKAGES_CACHE', 'APP_CONFIG_CACHE', 'APP_ROUTES_CACHE', 'APP_EVENTS_CACHE'] as $name) {
        $_ENV[$name] = $_SERVER[$name] = "$folder/$name.php";
    }
    $application = new Application(__DIR__);
    $application->useStoragePath($folder);
    $application->singleton(HttpKernel::class, Kernel::class);
    $application->singleton(ExceptionHandler::class, Handler::class);
    $application->make(HttpKernel::class)->bootstrap();
    return $application;
}
