/** The grammar of triggers, for people; the tests derive sentences from it, which the parser must take. */
export const TRIGGER_GRAMMAR = `
trigger    = ( days | weeks | months | years ) [ "within" span ] | completion | wave | event | rrule ;
days       = "daily" | "every business day" ;
weeks      = "weekly" [ "on" weekday { ( "," | "," "and" | "and" ) weekday } ] | "every" N "weeks" "on" weekday "from" DATE ;
months     = "monthly" [ "on" monthday ] | "every" N "months" "on" monthday "from" DATE
           | "quarterly" [ "on month" N monthday ] | "half-yearly" [ "on month" N monthday ] ;
years      = "annually" [ "on" N MONTHNAME ] ;
monthday   = "day" N | "last day" | "business day" N | "last business day" | ORDINAL weekday ;
completion = N ( "days" | "business days" | "weeks" | "months" ) "after completion" ;
wave       = "wave" ( "week" | SIGNED "weeks" ) ;
event      = "on incident" [ "severity" ( "1" | "2" | "3" ) ] [ "within" time ] | "on event" NAME [ "within" time ] ;
rrule      = "rrule" RULE "from" DATE ;
span       = N ( "days" | "business days" | "weeks" ) ;
time       = N ( "minutes" | "hours" | "days" | "business days" ) ;
weekday    = "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday" ; (* or 3 letters, Tues, Thurs *)
MONTHNAME  = "January" | "February" | "March" | "April" | "May" | "June" | "July" | "August" | "September" | "October"
           | "November" | "December" ; (* or 3 letters *)
ORDINAL    = "first" | "second" | "third" | "fourth" | "fifth" | "1st" | "2nd" | "3rd" | "4th" | "5th" | "last" ;
SIGNED     = ( "+" | "-" ) N ; (* in one word: -8 *)
N          = (* a whole number from 1 *) ;
DATE       = (* YYYY-MM-DD *) ;
NAME       = (* a word in kebab-case *) ;
RULE       = (* an RFC 5545 recurrence rule without spaces, nothing below a day *) ;
`;
