<?php
// php cells.php PLUGIN < CASES: what comes of each cell, by the plug-in's readers of cells and without WordPress.
// CASES is a JSON list of objects with `text` and `member`; the answer a list of objects with `value` or `is`.
define( 'ABSPATH', __DIR__ );
define( 'WBL_FEED_SPEC', dirname( __DIR__, 2 ) . '/spec/v1/' );
error_reporting( E_ALL );
set_error_handler(
	static function ( $level, $message, $file, $line ) {
		throw new ErrorException( $message, 0, $level, $file, $line );
	}
);
spl_autoload_register(
	static function ( $name ) {
		global $argv;
		$parts = explode( '\\', $name );
		$file  = strtolower( str_replace( '_', '-', array_pop( $parts ) ) );
		require $argv[1] . '/includes/' . strtolower( implode( '/', array_slice( $parts, 1 ) ) ) . "/class-$file.php";
	}
);

use WblFeed\Cells\Cell;
use WblFeed\Cells\Dates;
use WblFeed\Cells\Member;
use WblFeed\Cells\Silence;

$outcomes = array();
foreach ( json_decode( stream_get_contents( STDIN ) ) as $case ) {
	$member = Member::at( $case->member );
	if ( Silence::of( $case->text, $member ) ) {
		$outcomes[] = array( 'is' => 'silent' );
	} elseif ( '/applicationDeadline' === $case->member && Dates::is_rolling( $case->text ) ) {
		$outcomes[] = array( 'is' => 'rolling' );
	} else {
		$value      = Cell::read( $case->text, $member );
		$outcomes[] = null === $value ? array( 'is' => 'unreadable' ) : array( 'value' => $value );
	}
}
echo json_encode( $outcomes, JSON_THROW_ON_ERROR );
