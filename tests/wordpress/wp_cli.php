<?php
// php wp_cli.php SITE wbl COMMAND …: runs a command of the plug-in within the site, as `wp` would.
//
// WP-CLI itself comes neither with Debian nor from npm or PyPI. This stands in for the part of it that its handbook
// documents and the plug-in uses: add_command() with a class, the synopsis and defaults in the comment of each method
// (https://make.wordpress.org/cli/handbook/guides/commands-cookbook/), what is printed where, and the status at the end.
namespace WP_CLI\Utils {

	function get_flag_value( $options, $name, $default = null ) {
		return $options[ $name ] ?? $default;
	}

	function format_items( $format, $items, $fields ) {
		$rows = array();
		foreach ( $items as $item ) {
			$row = array();
			foreach ( $fields as $field ) {
				$row[ $field ] = $item[ $field ];
			}
			$rows[] = $row;
		}
		if ( 'json' === $format ) {
			echo json_encode( $rows );
			return;
		}
		foreach ( array_merge( array( $fields ), $rows ) as $row ) {
			if ( 'csv' === $format ) {
				fputcsv( STDOUT, $row, ',', '"', '' );
			} else {
				echo '| ', implode( ' | ', $row ), " |\n";
			}
		}
	}

	function make_progress_bar( $message, $count ) {
		return new class( $message, $count ) {
			private $message, $count, $ticks = 0;
			public function __construct( $message, $count ) {
				$this->message = $message;
				$this->count   = $count;
			}
			public function tick( $more = 1 ) {
				$this->ticks += $more;
			}
			public function finish() {
				echo "{$this->message}: {$this->ticks} of {$this->count}\n";
			}
		};
	}
}

namespace {

	final class WP_CLI {
		private static $commands = array();

		public static function add_command( $name, $class ) {
			self::$commands[ $name ] = $class;
		}
		public static function line( $text = '' ) {
			echo $text, "\n";
		}
		public static function log( $text ) {
			echo $text, "\n";
		}
		public static function success( $text ) {
			echo "Success: $text\n";
		}
		public static function warning( $text ) {
			fwrite( STDERR, "Warning: $text\n" );
		}
		public static function error( $text ) {
			fwrite( STDERR, "Error: $text\n" );
			exit( 1 );
		}
		public static function halt( $status ) {
			exit( $status );
		}

		public static function run( array $words ) {
			$class  = self::$commands[ array_shift( $words ) ] ?? self::error( 'No such command.' );
			$name   = array_shift( $words );
			$method = method_exists( $class, $name ) ? new ReflectionMethod( $class, $name ) : self::error( 'No such subcommand.' );
			if ( ! $method->isPublic() || $method->isStatic() ) {
				self::error( 'No such subcommand.' );
			}
			list( $places, $known ) = self::synopsis( $method );
			$arguments              = array();
			$options                = array_filter( array_map( fn( $option ) => $option['default'], $known ), 'is_string' );
			foreach ( $words as $word ) {
				if ( ! preg_match( '/^--(no-)?([\w-]+)(?:=(.*))?$/s', $word, $part ) ) {
					$arguments[] = $word;
					continue;
				}
				$option = $known[ $part[2] ] ?? self::error( "unknown --{$part[2]} parameter" );
				if ( $option['value'] !== isset( $part[3] ) ) {
					self::error( "--{$part[2]} takes " . ( $option['value'] ? 'a value' : 'no value' ) );
				}
				if ( $option['one_of'] && ! in_array( $part[3], $option['one_of'], true ) ) {
					self::error( "Invalid value specified for '{$part[2]}'" );
				}
				$options[ $part[2] ] = $part[3] ?? '' === $part[1];
			}
			if ( count( $arguments ) < count( array_filter( $places ) ) || count( $arguments ) > count( $places ) ) {
				self::error( 'Too few or too many positional arguments.' );
			}
			( new $class() )->$name( $arguments, $options );
		}

		// Whether each positional argument is required; and the options with what they take.
		private static function synopsis( ReflectionMethod $method ) {
			$text   = preg_replace( '/^\s*(\/\*\*|\*\/|\* ?)/m', '', $method->getDocComment() );
			$text   = preg_replace( '/^.*?^## OPTIONS$|^## (?!OPTIONS).*/ms', '', $text );
			$places = array();
			$known  = array();
			$chunks = preg_split( '/^(?=\[?(?:<|--)\w)/m', $text );
			foreach ( $chunks as $chunk ) {
				if ( preg_match( '/^(\[?)<[\w-]+>/', $chunk, $part ) ) {
					$places[] = '' === $part[1];
				} elseif ( preg_match( '/^\[--([\w-]+)(=<[\w-]+>)?\]$/m', $chunk, $part ) ) {
					preg_match_all( '/^  - (\S+)$/m', $chunk, $one_of );
					$known[ $part[1] ] = array(
						'value'   => isset( $part[2] ),
						'default' => preg_match( '/^default: (\S+)$/m', $chunk, $default ) ? $default[1] : null,
						'one_of'  => $one_of[1],
					);
				}
			}
			return array( $places, $known );
		}
	}

	define( 'WP_CLI', true );
	require __DIR__ . '/request.php';
	require $argv[1] . '/wp-load.php';
	WP_CLI::run( array_slice( $argv, 2 ) );
}
