<?php
// php tokens.php FOLDER: the tokens of each PHP file below the folder, as JSON; and each is compiled, for this PHP.
error_reporting( -1 );
ini_set( 'display_errors', 'stderr' );
$found = array();
foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $argv[1], FilesystemIterator::SKIP_DOTS ) ) as $file ) {
	if ( 'php' !== $file->getExtension() ) {
		continue;
	}
	if ( ! opcache_compile_file( $file->getPathname() ) ) {
		fwrite( STDERR, "{$file->getPathname()} is not compiled\n" );
		exit( 1 );
	}
	$line   = 1;
	$tokens = array();
	foreach ( token_get_all( file_get_contents( $file->getPathname() ) ) as $token ) {
		$line     = is_array( $token ) ? $token[2] : $line;
		$tokens[] = is_array( $token ) ? array( token_name( $token[0] ), $token[1], $line ) : array( $token, $token, $line );
		$line    += is_array( $token ) ? substr_count( $token[1], "\n" ) : 0;
	}
	$found[ substr( $file->getPathname(), strlen( $argv[1] ) + 1 ) ] = $tokens;
}
ksort( $found );
echo json_encode( $found, JSON_THROW_ON_ERROR );
