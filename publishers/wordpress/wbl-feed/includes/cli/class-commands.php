<?php
/**
 * The commands of WP-CLI.
 *
 * @package WblFeed
 */

namespace WblFeed\Cli;

use WblFeed\Feed\Settings;
use WblFeed\Source\Posting_Type;
use WblFeed\Source\Sources;
use WP_CLI;
use WP_CLI\Utils;

defined( 'ABSPATH' ) || exit;

/**
 * Checks, exports, imports and rebuilds the feed of work-based learning.
 *
 * WP-CLI reads the comments of the methods: they are the help, and say which options there are.
 */
final class Commands {

	/** What is printed of each problem and of each row of a sheet. */
	const PROBLEM = array( 'post', 'severity', 'code', 'place', 'message', 'mend' );
	const OUTCOME = array( 'row', 'outcome', 'post', 'title', 'column', 'problem' );

	public static function register(): void {
		if ( defined( 'WP_CLI' ) && WP_CLI ) {
			WP_CLI::add_command( 'wbl', self::class );
		}
	}

	/**
	 * Checks every published posting and the envelope of the feed.
	 *
	 * Ends with status 1 if anything keeps a posting out of the feed, or the feed from conforming.
	 *
	 * ## OPTIONS
	 *
	 * [--format=<format>]
	 * : How the problems are printed.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - json
	 *   - csv
	 * ---
	 *
	 * ## EXAMPLES
	 *
	 *     wp wbl validate
	 *     wp wbl validate --format=json
	 *
	 * @param string[] $arguments None.
	 * @param string[] $options   By name.
	 */
	public function validate( array $arguments, array $options ): void {
		self::be_ready();
		$found = Validation::problems();
		if ( $found || 'table' !== $options['format'] ) {
			Utils\format_items( $options['format'], $found, self::PROBLEM );
		}
		$errors = count( array_keys( array_column( $found, 'stops' ), true, true ) );
		if ( $errors ) {
			WP_CLI::error( sprintf( 'The feed has %d error(s) of conformance.', $errors ) );
		}
		if ( 'table' === $options['format'] ) {
			WP_CLI::success( $found ? 'The feed conforms. The table has what could be better.' : 'The feed conforms.' );
		}
	}

	/**
	 * Writes the whole feed as one document.
	 *
	 * ## OPTIONS
	 *
	 * [<file>]
	 * : Where to. Left out: the document is printed.
	 *
	 * [--format=<format>]
	 * : JSON and Atom hold everything; CSV is a sheet of the standard columns.
	 * ---
	 * default: json
	 * options:
	 *   - json
	 *   - atom
	 *   - csv
	 * ---
	 *
	 * ## EXAMPLES
	 *
	 *     wp wbl export postings.csv --format=csv
	 *
	 * @param string[] $arguments The file.
	 * @param string[] $options   By name.
	 */
	public function export( array $arguments, array $options ): void {
		self::be_ready();
		$file = $arguments[0] ?? '';
		try {
			list( $total, $left_out ) = Export::to( $file, $options['format'] );
		} catch ( \RuntimeException $failure ) {
			WP_CLI::error( $failure->getMessage() );
		}
		foreach ( $left_out as $one ) {
			WP_CLI::warning( sprintf( 'No cell can hold %s of %s; it was left out.', $one['pointer'], $one['id'] ) );
		}
		if ( '' !== $file ) {
			WP_CLI::success( sprintf( '%d posting(s) written to %s.', $total, $file ) );
		}
	}

	/**
	 * Takes in postings from a sheet with the standard columns.
	 *
	 * A row whose Id a posting bears changes that posting; another one makes a new one, which bears the Id from then on. An
	 * empty cell changes nothing. A row with a mistake is refused, and the others are taken in. Ends with status 1 if a row
	 * was refused.
	 *
	 * ## OPTIONS
	 *
	 * <file>
	 * : The sheet: CSV in UTF-8.
	 *
	 * [--dry-run]
	 * : Only say what would be done.
	 *
	 * [--status=<status>]
	 * : Status of the posts of new postings.
	 * ---
	 * default: draft
	 * options:
	 *   - draft
	 *   - publish
	 * ---
	 *
	 * [--format=<format>]
	 * : How the outcome is printed.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - json
	 *   - csv
	 * ---
	 *
	 * ## EXAMPLES
	 *
	 *     wp wbl import postings.csv --dry-run
	 *     wp wbl import postings.csv --status=publish
	 *
	 * @param string[] $arguments The file.
	 * @param string[] $options   By name.
	 */
	public function import( array $arguments, array $options ): void {
		$dry    = (bool) Utils\get_flag_value( $options, 'dry-run', false );
		$import = new Import( $dry, $options['status'] );
		try {
			$lines = $import->sheet( $arguments[0] );
		} catch ( \InvalidArgumentException $failure ) {
			WP_CLI::error( $failure->getMessage() );
		}
		array_map( array( 'WP_CLI', 'warning' ), $import->passed_over );
		Utils\format_items( $options['format'], $lines, self::OUTCOME );
		$rows    = array_count_values( array_column( $lines, 'outcome', 'row' ) );
		$summary = array();
		foreach ( array( 'created', 'updated', 'unchanged', 'refused' ) as $outcome ) {
			$summary[] = sprintf( '%d %s', $rows[ $outcome ] ?? 0, $outcome );
		}
		$summary = ( $dry ? 'Dry run, nothing was written: ' : '' ) . implode( ', ', $summary ) . '.';
		if ( ! isset( Sources::all()[ Posting_Type::NAME ] ) ) {
			WP_CLI::warning( 'By the settings, WBL postings are not part of the feed.' );
		}
		if ( isset( $rows['refused'] ) ) {
			WP_CLI::error( $summary );
		}
		if ( 'table' === $options['format'] ) {
			WP_CLI::success( $summary );
		}
	}

	/**
	 * Reads all posts anew and brings the feed in line with them.
	 *
	 * ## EXAMPLES
	 *
	 *     wp wbl rebuild
	 */
	public function rebuild(): void {
		self::be_ready();
		$rebuilding = new Rebuilding();
		$bar        = Utils\make_progress_bar( 'Reading posts', $rebuilding->total() );
		while ( $rebuilding->goes_on() ) {
			$bar->tick( $rebuilding->step() );
		}
		$bar->finish();
		WP_CLI::success( sprintf( '%d post(s) read; the feed has %d posting(s).', $rebuilding->total(), Rebuilding::live() ) );
	}

	/** Without a set-up there is no feed. */
	private static function be_ready(): void {
		if ( ! Settings::ready() ) {
			WP_CLI::error( 'The set-up of the feed is not finished: see the screen of WBL postings in the dashboard.' );
		}
	}
}
