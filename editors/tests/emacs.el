;;; emacs.el --- samc in Emacs, as docs/editors.md says  -*- lexical-binding: t -*-

;; Needs Emacs 29 (or 28 with the packages eglot and yaml-mode) and a built samc:
;;
;;   SAMC=target/debug/samc emacs -q --batch -f package-initialize -l editors/tests/emacs.el

(require 'cl-lib)
(require 'eglot)
(unless (fboundp 'yaml-mode)
  (unless (require 'yaml-mode nil t)
    (define-derived-mode yaml-mode text-mode "YAML")))

(defvar here (file-name-directory (or load-file-name buffer-file-name)))
(defvar samc (expand-file-name (or (getenv "SAMC") "target/debug/samc")))
(setq exec-path (cons (file-name-directory samc) exec-path))

;; The configuration under test is what the page shows.
(with-temp-buffer
  (insert-file-contents (expand-file-name "../../docs/editors.md" here))
  (re-search-forward "```elisp\n\\(\\(?:.\\|\n\\)*?\\)```")
  (eval (read (match-string 1)) t))

(defvar folder (make-temp-file "samc-emacs" t))
(defvar template (expand-file-name "template.yaml" folder))
(copy-file (expand-file-name "../../tests/editors/template.yaml" here) template)

(defun awaited (what found)
  "Wait until FOUND returns something, or fail with WHAT."
  (let ((end (+ (float-time) 10)) result)
    (while (and (not (setq result (funcall found))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (unless result (error "%s did not come" what))
    (message "ok      %s" what)
    result))

(setq eglot-sync-connect 10 eglot-send-changes-idle-time 0.05 eglot-confirm-server-edits nil eglot-confirm-server-initiated-edits nil)
(find-file template)
(yaml-mode)
(apply #'eglot (append (eglot--guess-contact) nil))
(awaited "the server" #'eglot-current-server)
(search-forward "BatchSize")
(delete-char -1)
(eglot--signal-textDocument/didChange)
(awaited "a finding" (lambda () (cl-some (lambda (it) (string-match-p "BatchSiz" (flymake-diagnostic-text it)))
                                         (flymake-diagnostics))))
(insert "e")
(eglot--signal-textDocument/didChange)
(awaited "no finding" (lambda () (null (flymake-diagnostics))))
(goto-char (point-min))
(search-forward "!GetAtt Jobs.Arn")
(backward-char 5)
(xref-find-definitions (xref-backend-identifier-at-point 'eglot))
(awaited "the definition" (lambda () (looking-at-p "Jobs:")))
(eglot-rename "Tasks")
(awaited "the new name" (lambda () (save-excursion (goto-char (point-min)) (search-forward "!GetAtt Tasks.Arn" nil t))))
(awaited "the outline" (lambda () (string-match-p "Worker" (format "%S" (eglot-imenu)))))
(eglot-shutdown (eglot-current-server))
(awaited "the end" (lambda () (null (eglot-current-server))))
(set-buffer-modified-p nil)
(delete-directory folder t)
