# Completion of runbook for fish: runbook completion fish > ~/.config/fish/completions/runbook.fish
#
# What was typed and what is offered stay data: nothing is evaluated.
function __runbook_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (string replace -r '^["\']' '' -- (commandline -ct))
    set -l lines (runbook __complete fish -- $words "$current" </dev/null 2>/dev/null)
    set -l kind "$lines[1]"
    set -e lines[1]
    switch $kind
        case files
            __fish_complete_path "$current"
        case folders
            __fish_complete_directories "$current" ''
        case '*'
            printf '%s\n' $lines
    end
end
complete -c runbook -f -a '(__runbook_complete)'
