<?php
// What WordPress expects to know of a request, where there is none.
$_SERVER['HTTP_HOST']       = preg_replace( '#^https?://|/$#', '', getenv( 'WP_URL' ) );
$_SERVER['SERVER_NAME']     = '127.0.0.1';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['PHP_SELF']        = '/index.php';
