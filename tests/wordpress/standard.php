<?php
/**
 * Asks the plug-in's PHP of the standard, without a WordPress:
 * php standard.php FOLDER_OF_THE_PLUGIN FOLDER_OF_THE_SPEC [FILE]
 *
 * Each line of the file, else of the standard input, is a request, an object with `do`; each line of the output is its answer. JSON that the
 * plug-in is to read is given as text.
 */

namespace WblFeed\Standard;

error_reporting( E_ALL );
ini_set( 'display_errors', 'stderr' );
set_error_handler(
	static function ( int $kind, string $message, string $file, int $line ): bool {
		throw new \ErrorException( $message, 0, $kind, $file, $line ); // A notice of PHP's is a fault, too.
	}
);
define( 'ABSPATH', __DIR__ . '/' );
define( 'WBL_FEED_SPEC', $argv[2] . '/' );
spl_autoload_register(
	static function ( string $name ) use ( $argv ): void {
		$file = strtolower( str_replace( '_', '-', substr( $name, strlen( __NAMESPACE__ ) + 1 ) ) );
		require $argv[1] . "/includes/standard/class-$file.php";
	}
);

function told( array $notices ): array {
	return array_map(
		static function ( Notice $notice ): array {
			return $notice->to_array() + array( 'stops' => $notice->stops() );
		},
		$notices
	);
}

function stream( string $content ) {
	$stream = fopen( 'php://memory', 'w+' );
	fwrite( $stream, $content );
	rewind( $stream );
	return $stream;
}

function answer( \stdClass $asked ): array {
	switch ( $asked->do ) {
		case 'json':
			$written = Json::write( Json::parse( $asked->text ) );
			return array(
				'written'   => $written,
				'canonical' => Json::canonical( $written ),
			);
		case 'with':
			return array( 'written' => Json::write( Json::with( Json::parse( $asked->text ), $asked->pointer, Json::parse( $asked->new ) ) ) );
		case 'at':
			return array( 'written' => Json::write( Json::at( Json::parse( $asked->text ), $asked->pointer, 'nothing' ) ) );
		case 'posting':
			return array( 'notices' => told( Check::posting( Json::parse( $asked->text ), $asked->profiles, $asked->now, $asked->zone ) ) );
		case 'time_of_checks':
			$posting = Json::parse( $asked->text );
			Check::posting( $posting, $asked->profiles, $asked->now, 'America/New_York' );
			$started = microtime( true );
			for ( $number = 0; $number < $asked->times; $number++ ) {
				Check::posting( $posting, $asked->profiles, $asked->now, 'America/New_York' );
			}
			return array( 'milliseconds' => 1000 * ( microtime( true ) - $started ) / $asked->times );
		case 'envelope':
			return array( 'notices' => told( Check::envelope( Json::parse( $asked->text ), $asked->profiles, $asked->now ) ) );
		case 'schema':
			return array( 'notices' => told( Schema::of( $asked->name )->faults( Json::parse( $asked->text ) ) ) );
		case 'narrowed_feed':
			return array( 'notices' => told( Profile::named( $asked->profile )->feed_schema()->faults( Json::parse( $asked->text ) ) ) );
		case 'schema_of_ones_own':
			return array( 'notices' => told( Schema::from( $asked->schema )->faults( Json::parse( $asked->text ) ) ) );
		case 'time':
			return array(
				'begins' => Time::begins_at( $asked->date, $asked->zone ),
				'ends'   => Time::ends_at( $asked->date, $asked->zone ),
			);
		case 'day':
			return array(
				'day'     => Time::day( $asked->unix, $asked->zone ),
				'instant' => Time::instant( $asked->unix ),
			);
		case 'find':
			return array( 'code' => Vocabularies::find( $asked->pointer, $asked->text, $asked->profiles ) );
		case 'label':
			return array( 'label' => Vocabularies::label( $asked->pointer, $asked->code, $asked->locale, $asked->profiles ) );
		case 'terms':
			return array( 'codes' => array_column( Vocabularies::terms( $asked->pointer, $asked->profiles ), 'code' ) );
		case 'licence':
			return array( 'spelled' => Licenses::spelled( $asked->text ) );
		case 'atom':
			$envelope = Json::parse( $asked->text );
			$items    = $envelope->items;
			unset( $envelope->items );
			$entries = '';
			foreach ( $items as $item ) {
				$entries .= Atom::entry( Json::write( $item ), $item, $envelope );
			}
			return array( 'text' => Atom::head( $envelope, $asked->self ) . $entries . Atom::foot() );
		case 'node':
			$node = Schema_Org::node( Json::parse( $asked->text ), $asked->zone, $asked->now );
			return array(
				'node'   => $node ? Json::write( $node ) : '',
				'script' => $node ? Schema_Org::script( $node ) : '',
			);
		case 'sanitise':
			return array( 'html' => Markup::sanitised( $asked->text ) );
		case 'write_columns':
			$stream   = stream( '' );
			$left_out = Columns::write( Json::parse( $asked->text ), $stream );
			rewind( $stream );
			return array(
				'text'     => stream_get_contents( $stream ),
				'left_out' => $left_out,
			);
		case 'read_columns':
			$rows = array();
			foreach ( Columns::read( stream( $asked->text ) ) as $number => $row ) {
				$rows[] = array(
					'row'     => $number,
					'posting' => Json::write( $row['posting'] ),
					'notices' => told( $row['notices'] ),
				);
			}
			return array( 'rows' => $rows );
	}
	throw new \LogicException( $asked->do );
}

$requests = fopen( $argv[3] ?? 'php://stdin', 'r' );
while ( false !== ( $line = fgets( $requests ) ) ) {
	try {
		$answer = answer( json_decode( $line ) );
	} catch ( \InvalidArgumentException $refusal ) {
		$answer = array( 'refused' => $refusal->getMessage() );
	}
	echo json_encode( $answer, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE ), "\n";
}
