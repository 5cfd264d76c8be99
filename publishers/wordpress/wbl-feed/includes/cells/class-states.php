<?php
/**
 * The states and territories of the United States.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads states by their postal codes (USPS Publication 28, appendix B), names, and abbreviations as newspapers write them.
 */
final class States {
	const NAMES = array(
		'AL' => 'Alabama', 'AK' => 'Alaska', 'AZ' => 'Arizona', 'AR' => 'Arkansas', 'CA' => 'California', 'CO' => 'Colorado',
		'CT' => 'Connecticut', 'DE' => 'Delaware', 'DC' => 'District of Columbia', 'FL' => 'Florida', 'GA' => 'Georgia', 'HI' => 'Hawaii',
		'ID' => 'Idaho', 'IL' => 'Illinois', 'IN' => 'Indiana', 'IA' => 'Iowa', 'KS' => 'Kansas', 'KY' => 'Kentucky', 'LA' => 'Louisiana',
		'ME' => 'Maine', 'MD' => 'Maryland', 'MA' => 'Massachusetts', 'MI' => 'Michigan', 'MN' => 'Minnesota', 'MS' => 'Mississippi',
		'MO' => 'Missouri', 'MT' => 'Montana', 'NE' => 'Nebraska', 'NV' => 'Nevada', 'NH' => 'New Hampshire', 'NJ' => 'New Jersey',
		'NM' => 'New Mexico', 'NY' => 'New York', 'NC' => 'North Carolina', 'ND' => 'North Dakota', 'OH' => 'Ohio', 'OK' => 'Oklahoma',
		'OR' => 'Oregon', 'PA' => 'Pennsylvania', 'RI' => 'Rhode Island', 'SC' => 'South Carolina', 'SD' => 'South Dakota',
		'TN' => 'Tennessee', 'TX' => 'Texas', 'UT' => 'Utah', 'VT' => 'Vermont', 'VA' => 'Virginia', 'WA' => 'Washington',
		'WV' => 'West Virginia', 'WI' => 'Wisconsin', 'WY' => 'Wyoming', 'AS' => 'American Samoa', 'GU' => 'Guam',
		'MP' => 'Northern Mariana Islands', 'PR' => 'Puerto Rico', 'VI' => 'U.S. Virgin Islands',
	);
	const OF_OLD = array( 'calif' => 'CA', 'conn' => 'CT', 'fla' => 'FL', 'mass' => 'MA', 'penn' => 'PA', 'tex' => 'TX', 'wash' => 'WA' );

	/**
	 * The code of a state: `MA`, `N.H.`, `Massachusetts`, in any case.
	 *
	 * @param string $text A tidy text.
	 */
	public static function code( string $text ): ?string {
		$code = strtoupper( str_replace( '.', '', $text ) );
		if ( isset( self::NAMES[ $code ] ) ) {
			return $code;
		}
		$name  = strtolower( $text );
		$named = array_search( $name, array_map( 'strtolower', self::NAMES ), true );
		return false === $named ? ( self::OF_OLD[ rtrim( $name, '.' ) ] ?? null ) : $named;
	}
}
