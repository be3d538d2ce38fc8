<?php

$address = parse_url(getenv('DATABASE_URL'));

return [
    'default' => 'pgsql',
    'connections' => [
        'pgsql' => [
            'driver' => 'pgsql',
            'host' => $address['host'],
            'port' => $address['port'],
            'database' => ltrim($address['path'], '/'),
            'username' => $address['user'],
            'password' => $address['pass'] ?? '',
            'charset' => 'utf8',
            'prefix' => '',
            'schema' => 'public',
            'sslmode' => 'prefer',
        ],
    ],
    'migrations' => 'migrations',
];
