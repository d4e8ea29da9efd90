# Completion of runbook for bash. In ~/.bashrc: source <(runbook completion bash)
#
# What was typed and what is offered stay data: nothing is evaluated, and a value that bash would not take as it stands is
# not offered.
_runbook() {
  local word glue='' i current lead kind='' line value
  local -a words=()
  # bash splits words at = and : too; only what blanks separate is a word of ours.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ ${#words[@]} -gt 0 && ($word == [=:]* || -n $glue) ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    if [[ $word == [=:]* ]]; then glue=1; else glue=''; fi
  done
  current=${COMP_WORDS[COMP_CWORD]}
  if [[ $current == [=:]* ]]; then current=''; fi
  # What stands before it in the same word, such as --format=, is there already.
  word=${words[${#words[@]} - 1]}
  lead=${word%"$current"}
  current=${current#[\"\']}
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $kind ]]; then
      kind=$line
      continue
    fi
    value=${line%%$'\t'*}
    if [[ $value != "$lead"* || $value == *[!-[:alnum:]_./@:=+,]* ]]; then continue; fi
    value=${value#"$lead"}
    if [[ $value == "$current"* ]]; then COMPREPLY+=("$value"); fi
  done < <(runbook __complete bash -- "${words[@]}" </dev/null 2>/dev/null)
  # bash 3 has no compopt, and completes no paths then.
  case $kind in
    files) compopt -o default 2>/dev/null ;;
    folders) compopt -o dirnames 2>/dev/null ;;
    parts) compopt -o nospace 2>/dev/null ;;
  esac
  return 0
}
complete -F _runbook runbook
